"""Settings with which the image is built; what the compressor hashes must be the same at run time."""

DEBUG = False
ALLOWED_HOSTS = ['build']
SECRET_KEY = 'only while the image is built'
WEBROOT = '/'
STATIC_ROOT = '/usr/share/openstack-dashboard/static'
COMPRESS_OFFLINE = True
# A cache that cannot be reached makes the compressor leave out blocks, silently.
CACHES = {'default': {'BACKEND': 'django.core.cache.backends.locmem.LocMemCache'}}
OPENSTACK_KEYSTONE_URL = 'http://localhost:5000/v3'
