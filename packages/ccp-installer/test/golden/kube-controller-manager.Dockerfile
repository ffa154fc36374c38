FROM scratch AS final
ENV PATH="/usr/local/bin:/usr/bin:/bin"
COPY --from=ccp.local/ccp/kubernetes-binaries:1.35.4-KEY ["/kube-controller-manager","/usr/local/bin/kube-controller-manager"]
ENTRYPOINT ["/usr/local/bin/kube-controller-manager"]
USER 0:0
