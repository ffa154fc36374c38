"""ensure-domains.py NAME...: makes the domains that are absent.

It writes to the database, because the API reads which domains have a directory of their own when it starts, and passes
over those that are not there yet.
"""

import sys
import uuid

import keystone.conf
from keystone import exception
from keystone.common import provider_api, sql
from keystone.server import backends


def ensure(resources, name):
    try:
        resources.get_domain_by_name(name)
        print(f'domain {name} is there already')
        return
    except exception.DomainNotFound:
        domain = {'id': uuid.uuid4().hex, 'name': name, 'enabled': True}
    try:
        resources.create_domain(domain['id'], domain)
        print(f'domain {name}: created')
    except exception.Conflict:
        print(f'domain {name} was made by another process')


keystone.conf.configure()
sql.initialize()
keystone.conf.CONF(args=[], project='keystone')
backends.load_backends()
for each in sys.argv[1:]:
    ensure(provider_api.ProviderAPIs.resource_api, each)
