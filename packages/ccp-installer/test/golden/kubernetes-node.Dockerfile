FROM ccp.local/ccp/debian-base:1.0.0-KEY AS final
USER 0:0
ENV container="docker"
COPY ["files/0/dpkg-no-headers.cfg","/etc/dpkg/dpkg.cfg.d/ccp-no-headers"]
RUN --mount=type=bind,source=.ccp-build,target=/run/ccp-build --mount=type=cache,id=ccp-apt-archives-trixie,target=/var/cache/apt,sharing=locked --mount=type=cache,id=ccp-apt-lists-trixie,target=/var/lib/apt/lists,sharing=locked ["/bin/sh","-euc","# apt: conntrack containerd dnsmasq-base ethtool iproute2 iptables kmod mount nftables procps runc runit socat\n. /run/ccp-build/env\nexport APT_CONFIG=/run/ccp-build/apt/trixie.conf\nexport SOURCE_DATE_EPOCH=1767225600 DEBIAN_FRONTEND=noninteractive\nccp_began=$(date +%s)\nprintf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d\nchmod 0755 /usr/sbin/policy-rc.d\napt-get -q update -o APT::Update::Error-Mode=any\napt-get -q install --yes -o APT::Install-Recommends=false -o APT::Install-Suggests=false -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confnew -o Dpkg::Options::=--path-exclude=/usr/share/doc/* -o Dpkg::Options::=--path-exclude=/usr/share/man/* -o Dpkg::Options::=--path-exclude=/usr/share/info/* -o Dpkg::Options::=--path-exclude=/usr/share/locale/* -o Dpkg::Options::=--path-include=/usr/share/doc/*/copyright conntrack containerd dnsmasq-base ethtool iproute2 iptables kmod mount nftables procps runc runit socat\nrm -f /usr/sbin/policy-rc.d /var/cache/ldconfig/aux-cache /var/cache/debconf/*-old /var/lib/dpkg/*-old\nrm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow-\nfind /var/log -type f -delete\nrm -rf /var/log/apt\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN ["/bin/sh","-euc","# mkdir -p /var/lib/ccp/volumes && rm -rf /etc/machine-id /var/lib/dbus/m…\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\nmkdir -p /var/lib/ccp/volumes && rm -rf /etc/machine-id /var/lib/dbus/machine-id\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
COPY --from=ccp.local/ccp/cni-binaries:1.9.1-KEY ["/","/opt/cni/bin/"]
COPY --from=ccp.local/ccp/etcd-binaries:3.6.6-KEY ["/etcdctl","/usr/local/bin/etcdctl"]
COPY --from=ccp.local/ccp/kubernetes-binaries:1.35.4-KEY ["/kubeadm","/usr/local/bin/kubeadm"]
COPY --from=ccp.local/ccp/kubernetes-binaries:1.35.4-KEY ["/kubectl","/usr/local/bin/kubectl"]
COPY --from=ccp.local/ccp/kubernetes-binaries:1.35.4-KEY ["/kubelet","/usr/local/bin/kubelet"]
COPY ["files/1/","/"]
ENTRYPOINT ["/usr/bin/tini","--","/usr/local/sbin/node-init"]
STOPSIGNAL SIGTERM
USER 0:0
