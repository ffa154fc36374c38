FROM scratch AS final
COPY --from=ccp.local/ccp/coredns-binary:1.13.1-KEY ["/coredns","/coredns"]
ENTRYPOINT ["/coredns"]
USER 65532:65532
