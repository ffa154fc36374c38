#!/bin/sh
# make-dashboard.sh BASE OUTPUT: collects and compresses the assets, checks them, and puts into OUTPUT what the image has besides BASE,
# the /opt/os of the image that it is made from, without what only this step needs.
set -eu
base=$1
output=$2
site=$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
settings=/etc/openstack-dashboard/local_settings.py
export DJANGO_SETTINGS_MODULE=openstack_dashboard.settings

ln -s "$settings" "$site/openstack_dashboard/local/local_settings.py"
cd /tmp
django-admin collectstatic --noinput --verbosity 0
django-admin compress --force --verbosity 0

# Sources of the assets, and the compiler of their style sheets.
static=/usr/share/openstack-dashboard/static
rm -rf "$site"/xstatic/pkg/*/data "$site"/_sass*.so
find "$static" -type f \( -name '*.scss' -o -name '*.less' \) -delete
(cd "$static/horizon/lib/font_awesome" && rm -rf js metadata sprites svgs)
# Where the style sheets look for the fonts of Bootstrap, and where collecting puts them.
mkdir "$static/bootstrap"
ln -s ../horizon/lib/bootstrap_scss/fonts "$static/bootstrap/fonts"
python /run/dashboard/check_assets.py
find "$site" -name __pycache__ -path '*/local/*' -exec rm -rf {} +
(cd "$base" && find . ! -type d | LC_ALL=C sort) >/tmp/base.txt
(cd /opt/os && find . ! -type d | LC_ALL=C sort) >/tmp/all.txt
LC_ALL=C comm -13 /tmp/base.txt /tmp/all.txt >/tmp/own.txt
mkdir -p "$output/opt/os" "$output/usr/share" "$output/etc/openstack-dashboard"
tar -C /opt/os --no-recursion -T /tmp/own.txt -cf - | tar -C "$output/opt/os" -xf -
cp -R "${static%/static}" "$output/usr/share/"
