FROM scratch AS final
ENV PATH="/usr/local/bin:/usr/bin:/bin"
COPY --from=ccp.local/ccp/kubernetes-binaries:1.35.4-KEY ["/kube-apiserver","/usr/local/bin/kube-apiserver"]
ENTRYPOINT ["/usr/local/bin/kube-apiserver"]
USER 0:0
