FROM scratch AS final
ENV HOME="/tmp"
ENV PATH="/usr/local/bin"
COPY --from=ccp.local/ccp/kubernetes-binaries:1.35.4-KEY ["/kubectl","/usr/local/bin/kubectl"]
ENTRYPOINT ["/usr/local/bin/kubectl"]
USER 65534:65534
