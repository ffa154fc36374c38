FROM ccp.local/ccp/node-runtime:24.19.0-KEY AS final
USER 0:0
COPY ["files/0/","/usr/local/lib/ccp/rabbitmq-account/"]
CMD ["node","/usr/local/lib/ccp/rabbitmq-account/main.ts"]
USER 42405:42405
