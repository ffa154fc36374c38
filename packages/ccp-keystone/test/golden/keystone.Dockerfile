FROM ccp.local/ccp/openstack-builder:1.0.0-KEY AS wheel
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="keystone"
ARG CCP_SOURCE_VERSION="30.0.0"
ARG CCP_SOURCE_SHA256="8f3f77175a039e408d870c6ea697a4cc4e9cf2755bd6cbc11230db4146dd7df4"
RUN --mount=type=bind,source=.ccp-build,target=/run/ccp-build --mount=type=bind,source=files/0/make-wheels.sh,target=/run/make-wheels.sh ["/bin/sh","-euc","# Build the wheel of keystone\n. /run/ccp-build/env\nexport APT_CONFIG=/run/ccp-build/apt/trixie.conf\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Build the wheel of keystone\nprintf '%s==%s --hash=sha256:%s\\n' \"$CCP_SOURCE_DISTRIBUTION\" \"$CCP_SOURCE_VERSION\" \"$CCP_SOURCE_SHA256\" >/tmp/source.txt\nsh /run/make-wheels.sh /tmp/source.txt --no-binary :all:\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]

FROM ccp.local/ccp/openstack-base:1.0.0-KEY AS final
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="keystone"
ARG CCP_SOURCE_VERSION="30.0.0"
ARG CCP_SOURCE_SHA256="8f3f77175a039e408d870c6ea697a4cc4e9cf2755bd6cbc11230db4146dd7df4"
RUN ["/bin/sh","-euc","# Account keystone (42401)\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Account keystone (42401)\ngroupadd --gid 42401 keystone\nuseradd --uid 42401 --gid 42401 --home-dir /var/lib/keystone --no-create-home --shell /usr/sbin/nologin --no-log-init keystone\ninstall -d -m 0750 -o 42401 -g 42401 /var/lib/keystone\nrm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid /etc/subgid /etc/subuid- /etc/subgid-\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN --mount=type=bind,source=files/1/install-wheels.sh,target=/run/install/install-wheels.sh --mount=type=bind,source=files/2/keystone.txt,target=/run/install/lock.txt --mount=type=bind,source=files/0/make-wheels.sh,target=/run/install/make-wheels.sh --mount=type=bind,from=ccp.local/ccp/openstack-builder:1.0.0-KEY,source=/opt/build/bin,target=/run/build-tools --mount=type=bind,from=ccp.local/ccp/openstack-wheels:1.0.0-KEY,source=/wheels,target=/run/wheels --mount=type=bind,from=wheel,source=/wheels,target=/run/own-wheels ["/bin/sh","-euc","# Install the Python distributions of keystone\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Install the Python distributions of keystone\nsh /run/install/install-wheels.sh /run/install/lock.txt \"$CCP_SOURCE_DISTRIBUTION==$CCP_SOURCE_VERSION\"\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN ["/bin/sh","-euc","# install -d -m 0755 /etc/keystone\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\ninstall -d -m 0755 /etc/keystone\nfind /opt/os/etc/keystone -mindepth 1 -maxdepth 1 -exec ln -s -t /etc/keystone {} +\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
COPY ["files/3/","/etc/ccp/"]
USER 42401:42401
