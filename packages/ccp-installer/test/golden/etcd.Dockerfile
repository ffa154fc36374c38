FROM scratch AS final
ENV PATH="/usr/local/bin:/usr/bin:/bin"
COPY --from=ccp.local/ccp/etcd-binaries:3.6.6-KEY ["/","/usr/local/bin/"]
ENTRYPOINT ["/usr/local/bin/etcd"]
USER 0:0
