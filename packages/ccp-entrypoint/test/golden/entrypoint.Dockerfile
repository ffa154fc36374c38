FROM ccp.local/ccp/node-runtime:24.19.0-KEY AS program
USER 0:0
COPY ["files/0/","/src/"]
RUN ["/bin/sh","-euc","# JavaScript of the program\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# JavaScript of the program\ninstall -D -m 0644 /src/package.json /opt/program/package.json\ncd /src\nnode --disable-warning=ExperimentalWarning --input-type=module - <<'END'\nimport { readdirSync, readFileSync, writeFileSync } from 'node:fs';\nimport { stripTypeScriptTypes } from 'node:module';\nfor (const name of readdirSync('.').filter((name) => name.endsWith('.ts'))) {\n  const script = stripTypeScriptTypes(readFileSync(name, 'utf8')).replace(/(from '[.]\\/[a-z-]+)[.]ts'/g, \"$1.js'\");\n  writeFileSync('/opt/program/' + name.replace(/ts$/, 'js'), script);\n}\nEND\nnode --check /opt/program/main.js\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]

FROM ccp.local/ccp/node-runtime:24.19.0-KEY AS final
USER 0:0
RUN ["/bin/sh","-euc","# Account entrypoint (42406)\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Account entrypoint (42406)\ngroupadd --gid 42406 entrypoint\nuseradd --uid 42406 --gid 42406 --home-dir /var/lib/entrypoint --no-create-home --shell /usr/sbin/nologin --no-log-init entrypoint\ninstall -d -m 0750 -o 42406 -g 42406 /var/lib/entrypoint\nrm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid /etc/subgid /etc/subuid- /etc/subgid-\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
COPY --from=program ["/opt/program/","/usr/local/lib/ccp/entrypoint/"]
CMD ["node","/usr/local/lib/ccp/entrypoint/main.js"]
USER 42406:42406
