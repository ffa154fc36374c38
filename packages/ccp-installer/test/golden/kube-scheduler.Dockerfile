FROM scratch AS final
ENV PATH="/usr/local/bin:/usr/bin:/bin"
COPY --from=ccp.local/ccp/kubernetes-binaries:1.35.4-KEY ["/kube-scheduler","/usr/local/bin/kube-scheduler"]
ENTRYPOINT ["/usr/local/bin/kube-scheduler"]
USER 0:0
