"""Fails when an asset is missing that pages refer to: the compressor says nothing when it leaves out a block."""

import json
import pathlib
import re
import sys

import django
from django.conf import settings

# Blocks of assets in the templates of this release, for each of its themes.
BLOCKS = 7

django.setup()
root = pathlib.Path(settings.STATIC_ROOT)
blocks = json.loads((root / 'dashboard' / 'manifest.json').read_text())
if len(blocks) != BLOCKS:
    sys.exit(f'the manifest has {len(blocks)} blocks, not {BLOCKS}')

from django.test import Client  # noqa: E402

page = Client().get('/auth/login/', headers={'host': 'build'})
text = page.content.decode() + ''.join(blocks.values())
assets = set(re.findall(r'(?:href|src)="/(?:static|__compressor_url_placeholder__)/([^"?]+)', text))
# What style sheets name: images and fonts.
for sheet in [name for name in assets if name.endswith('.css') and (root / name).is_file()]:
    assets.update(re.findall(r'url\(["\']?/static/([^)"\'?#]+)', (root / sheet).read_text()))
missing = sorted(name for name in assets if not (root / name).is_file())
if page.status_code != 200 or len(assets) < BLOCKS or missing:
    sys.exit(f'login page: {page.status_code}, {len(assets)} assets, missing: {missing}')
print(f'login page: 200, {len(assets)} assets')
