FROM ccp.local/ccp/openstack-builder:1.0.0-KEY AS wheel
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="python-openstackclient"
ARG CCP_SOURCE_VERSION="10.5.0"
ARG CCP_SOURCE_SHA256="a9c77b8d2b53a9413794daa5d60cbb4fa669af64799b704cfb96d75f2e002e8e"
RUN --mount=type=bind,source=.ccp-build,target=/run/ccp-build --mount=type=bind,source=files/0/make-source-wheel.sh,target=/run/make-source-wheel.sh ["/bin/sh","-euc","# Build the wheel of openstack-client\n. /run/ccp-build/env\nexport APT_CONFIG=/run/ccp-build/apt/trixie.conf\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Build the wheel of openstack-client\nsh /run/make-source-wheel.sh\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN --mount=type=bind,source=files/1/check-requirements.py,target=/run/check-requirements.py --mount=type=bind,source=files/2/common.txt,target=/run/locks/common.txt --mount=type=bind,source=files/3/openstack-client.txt,target=/run/locks/openstack-client.txt ["/bin/sh","-euc","# Check the requirements of openstack-client against the locks\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Check the requirements of openstack-client against the locks\n/opt/build/bin/python /run/check-requirements.py /wheels/*.whl /run/locks/common.txt /run/locks/openstack-client.txt\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]

FROM ccp.local/ccp/openstack-base:1.0.0-KEY AS final
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="python-openstackclient"
ARG CCP_SOURCE_VERSION="10.5.0"
ARG CCP_SOURCE_SHA256="a9c77b8d2b53a9413794daa5d60cbb4fa669af64799b704cfb96d75f2e002e8e"
RUN ["/bin/sh","-euc","# Account openstack (42400)\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Account openstack (42400)\ngroupadd --gid 42400 openstack\nuseradd --uid 42400 --gid 42400 --home-dir /var/lib/openstack --no-create-home --shell /usr/sbin/nologin --no-log-init openstack\ninstall -d -m 0750 -o 42400 -g 42400 /var/lib/openstack\nrm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid /etc/subgid /etc/subuid- /etc/subgid-\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN --mount=type=bind,source=files/4/install-wheels.sh,target=/run/install/install-wheels.sh --mount=type=bind,source=files/3/openstack-client.txt,target=/run/install/lock.txt --mount=type=bind,source=files/5/make-wheels.sh,target=/run/install/make-wheels.sh --mount=type=bind,from=ccp.local/ccp/openstack-builder:1.0.0-KEY,source=/opt/build/bin,target=/run/build-tools --mount=type=bind,from=ccp.local/ccp/openstack-wheels:1.0.0-KEY,source=/wheels,target=/run/wheels --mount=type=bind,from=wheel,source=/wheels,target=/run/own-wheels ["/bin/sh","-euc","# Install the Python distributions of openstack-client\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Install the Python distributions of openstack-client\nsh /run/install/install-wheels.sh /run/install/lock.txt \"$CCP_SOURCE_DISTRIBUTION==$CCP_SOURCE_VERSION\"\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
WORKDIR /var/lib/openstack
ENTRYPOINT ["/usr/bin/tini","--","openstack"]
USER 42400:42400
