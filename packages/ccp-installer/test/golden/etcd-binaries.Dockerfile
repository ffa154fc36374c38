FROM ccp.local/ccp/go-builder:1.26-KEY AS build
USER 0:0
COPY ["files/0/","/src/"]
RUN --mount=type=bind,source=.ccp-build,target=/run/ccp-build --mount=type=cache,id=ccp-go-modules-etcd,target=/var/cache/go/modules --mount=type=cache,id=ccp-go-build-etcd,target=/var/cache/go/build ["/bin/sh","-euc","# go build: etcd\n. /run/ccp-build/env\nexport APT_CONFIG=/run/ccp-build/apt/trixie.conf\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# go build: etcd\ncd /src\nmkdir /out\nexport LDFLAGS='-s -w'\ngo build -ldflags \"$LDFLAGS\" -o /out/etcd go.etcd.io/etcd/server/v3\ngo build -ldflags \"$LDFLAGS\" -o /out/etcdctl go.etcd.io/etcd/etcdctl/v3\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]

FROM scratch AS final
COPY --from=build ["/out/","/"]
USER 0:0
