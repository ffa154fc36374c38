FROM ccp.local/ccp/openstack-builder:1.0.0-KEY AS wheel
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="horizon"
ARG CCP_SOURCE_VERSION="27.0.0"
ARG CCP_SOURCE_SHA256="b1e16e3be554b543b1858df3b35dee3e4212e3ed61513512fddbe49584658cc0"
RUN --mount=type=bind,source=.ccp-build,target=/run/ccp-build --mount=type=bind,source=files/0/make-source-wheel.sh,target=/run/make-source-wheel.sh ["/bin/sh","-euc","# Build the wheel of horizon\n. /run/ccp-build/env\nexport APT_CONFIG=/run/ccp-build/apt/trixie.conf\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Build the wheel of horizon\nsh /run/make-source-wheel.sh\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN --mount=type=bind,source=files/1/check-requirements.py,target=/run/check-requirements.py --mount=type=bind,source=files/2/common.txt,target=/run/locks/common.txt --mount=type=bind,source=files/3/horizon.txt,target=/run/locks/horizon.txt ["/bin/sh","-euc","# Check the requirements of horizon against the locks\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Check the requirements of horizon against the locks\n/opt/build/bin/python /run/check-requirements.py /wheels/*.whl /run/locks/common.txt /run/locks/horizon.txt\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]

FROM ccp.local/ccp/openstack-base:1.0.0-KEY AS dashboard
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="horizon"
ARG CCP_SOURCE_VERSION="27.0.0"
ARG CCP_SOURCE_SHA256="b1e16e3be554b543b1858df3b35dee3e4212e3ed61513512fddbe49584658cc0"
RUN --mount=type=bind,source=files/4/install-wheels.sh,target=/run/install/install-wheels.sh --mount=type=bind,source=files/3/horizon.txt,target=/run/install/lock.txt --mount=type=bind,source=files/5/make-wheels.sh,target=/run/install/make-wheels.sh --mount=type=bind,from=ccp.local/ccp/openstack-builder:1.0.0-KEY,source=/opt/build/bin,target=/run/build-tools --mount=type=bind,from=ccp.local/ccp/openstack-wheels:1.0.0-KEY,source=/wheels,target=/run/wheels --mount=type=bind,from=wheel,source=/wheels,target=/run/own-wheels ["/bin/sh","-euc","# Install the Python distributions of horizon\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Install the Python distributions of horizon\nsh /run/install/install-wheels.sh /run/install/lock.txt \"$CCP_SOURCE_DISTRIBUTION==$CCP_SOURCE_VERSION\"\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN --mount=type=bind,source=files/6,target=/run/dashboard --mount=type=bind,source=files/7/local_settings.py,target=/etc/openstack-dashboard/local_settings.py --mount=type=bind,from=ccp.local/ccp/openstack-base:1.0.0-KEY,source=/opt/os,target=/run/base ["/bin/sh","-euc","# Collect and compress the assets\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Collect and compress the assets\nsh /run/dashboard/make-dashboard.sh /run/base /dashboard\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]

FROM ccp.local/ccp/openstack-base:1.0.0-KEY AS final
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="horizon"
ARG CCP_SOURCE_VERSION="27.0.0"
ARG CCP_SOURCE_SHA256="b1e16e3be554b543b1858df3b35dee3e4212e3ed61513512fddbe49584658cc0"
RUN ["/bin/sh","-euc","# Account horizon (42413)\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Account horizon (42413)\ngroupadd --gid 42413 horizon\nuseradd --uid 42413 --gid 42413 --home-dir /var/lib/horizon --no-create-home --shell /usr/sbin/nologin --no-log-init horizon\ninstall -d -m 0750 -o 42413 -g 42413 /var/lib/horizon\nrm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid /etc/subgid /etc/subuid- /etc/subgid-\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
COPY --from=dashboard ["/dashboard/","/"]
COPY ["files/8/","/etc/ccp/"]
USER 42413:42413
