FROM ccp.local/ccp/openstack-builder:1.0.0-KEY AS wheel
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="nova"
ARG CCP_SOURCE_VERSION="34.0.0"
ARG CCP_SOURCE_SHA256="919eef77cda4ce0cc4746a5853b5d9341ebd0ae37bc8b1939eb77d17727c00df"
RUN --mount=type=bind,source=.ccp-build,target=/run/ccp-build --mount=type=bind,source=files/0/make-source-wheel.sh,target=/run/make-source-wheel.sh ["/bin/sh","-euc","# Build the wheel of nova\n. /run/ccp-build/env\nexport APT_CONFIG=/run/ccp-build/apt/trixie.conf\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Build the wheel of nova\nsh /run/make-source-wheel.sh\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN --mount=type=bind,source=files/1/check-requirements.py,target=/run/check-requirements.py --mount=type=bind,source=files/2/common.txt,target=/run/locks/common.txt --mount=type=bind,source=files/3/nova.txt,target=/run/locks/nova.txt ["/bin/sh","-euc","# Check the requirements of nova against the locks\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Check the requirements of nova against the locks\n/opt/build/bin/python /run/check-requirements.py /wheels/*.whl /run/locks/common.txt /run/locks/nova.txt\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]

FROM ccp.local/ccp/debian-base:1.0.0-KEY AS novnc
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="nova"
ARG CCP_SOURCE_VERSION="34.0.0"
ARG CCP_SOURCE_SHA256="919eef77cda4ce0cc4746a5853b5d9341ebd0ae37bc8b1939eb77d17727c00df"
RUN --mount=type=bind,source=.ccp-build,target=/run/ccp-build ["/bin/sh","-euc","# Fetch the pages of noVNC\n. /run/ccp-build/env\nexport APT_CONFIG=/run/ccp-build/apt/trixie.conf\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Fetch the pages of noVNC\ncd /tmp\napt-get --quiet update\napt-get download novnc\ndpkg -x novnc_*.deb /opt/novnc\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]

FROM ccp.local/ccp/openstack-base:1.0.0-KEY AS final
USER 0:0
ARG CCP_SOURCE_DISTRIBUTION="nova"
ARG CCP_SOURCE_VERSION="34.0.0"
ARG CCP_SOURCE_SHA256="919eef77cda4ce0cc4746a5853b5d9341ebd0ae37bc8b1939eb77d17727c00df"
RUN ["/bin/sh","-euc","# Account nova (42411)\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Account nova (42411)\ngroupadd --gid 42411 nova\nuseradd --uid 42411 --gid 42411 --home-dir /var/lib/nova --no-create-home --shell /usr/sbin/nologin --no-log-init nova\ninstall -d -m 0750 -o 42411 -g 42411 /var/lib/nova\nrm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid /etc/subgid /etc/subuid- /etc/subgid-\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN --mount=type=bind,source=files/4/install-wheels.sh,target=/run/install/install-wheels.sh --mount=type=bind,source=files/3/nova.txt,target=/run/install/lock.txt --mount=type=bind,source=files/5/make-wheels.sh,target=/run/install/make-wheels.sh --mount=type=bind,from=ccp.local/ccp/openstack-builder:1.0.0-KEY,source=/opt/build/bin,target=/run/build-tools --mount=type=bind,from=ccp.local/ccp/openstack-wheels:1.0.0-KEY,source=/wheels,target=/run/wheels --mount=type=bind,from=wheel,source=/wheels,target=/run/own-wheels ["/bin/sh","-euc","# Install the Python distributions of nova\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Install the Python distributions of nova\nsh /run/install/install-wheels.sh /run/install/lock.txt \"$CCP_SOURCE_DISTRIBUTION==$CCP_SOURCE_VERSION\"\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN ["/bin/sh","-euc","# install -d -m 0755 /etc/nova\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\ninstall -d -m 0755 /etc/nova\nfind /opt/os/etc/nova -mindepth 1 -maxdepth 1 -exec ln -s -t /etc/nova {} +\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
RUN --mount=type=bind,source=files/6/option-catalogue.py,target=/run/option-catalogue.py ["/bin/sh","-euc","# Collect the options\nexport SOURCE_DATE_EPOCH=1767225600\nccp_began=$(date +%s)\n# Collect the options\ninstall -d -m 0755 /usr/local/share/ccp\npython /run/option-catalogue.py --free nova_sys_admin --free privsep_osbrick --free vif_plug_ovs_privileged --namespace nova.conf --namespace keystonemiddleware.auth_token --namespace os_vif --namespace oslo.cache --namespace oslo.concurrency --namespace oslo.db --namespace oslo.limit --namespace oslo.log --namespace oslo.messaging --namespace oslo.middleware --namespace oslo.policy --namespace oslo.privsep --namespace oslo.reports --namespace oslo.service.periodic_task --namespace oslo.service.service --namespace osprofiler >/usr/local/share/ccp/options.json\nfind / -xdev -newermt \"@$((ccp_began - 60))\" ! -path /etc/hosts ! -path /etc/hostname ! -path /etc/resolv.conf -exec touch -h -d @1767225600 {} + 2>/dev/null || true"]
COPY --from=novnc ["/opt/novnc/usr/share/novnc/","/usr/share/novnc/"]
COPY ["files/7/nova-api-wsgi.ini","/etc/ccp/nova-api-wsgi.ini"]
COPY ["files/8/nova-metadata-wsgi.ini","/etc/ccp/nova-metadata-wsgi.ini"]
COPY ["files/9/nova-databases.sh","/usr/local/bin/nova-databases"]
COPY ["files/10/connected.sh","/usr/local/bin/connected"]
USER 42411:42411
