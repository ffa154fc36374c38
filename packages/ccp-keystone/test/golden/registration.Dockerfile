FROM ccp.local/ccp/node-runtime:24.19.0-KEY AS final
USER 0:0
RUN ["/bin/sh","-euc","# Account registration (42407)\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Account registration (42407)\ngroupadd --gid 42407 registration\nuseradd --uid 42407 --gid 42407 --home-dir /var/lib/registration --no-create-home --shell /usr/sbin/nologin --no-log-init registration\ninstall -d -m 0750 -o 42407 -g 42407 /var/lib/registration\nrm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid /etc/subgid /etc/subuid- /etc/subgid-\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
COPY ["files/0/","/usr/local/lib/ccp/registration/"]
CMD ["node","/usr/local/lib/ccp/registration/main.ts"]
USER 42407:42407
