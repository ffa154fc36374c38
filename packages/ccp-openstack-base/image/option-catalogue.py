"""Writes to stdout which options the configuration files of the installed project may hold.

The source is the machine-readable output of oslo-config-generator. What depends on the host that builds is left out.
"""

import argparse
import json
import re
import subprocess
import sys

PLAIN = (str, int, float, bool)


def generated(namespaces):
    arguments = [word for name in namespaces for word in ('--namespace', name)]
    command = ['oslo-config-generator', '--format', 'json', *arguments]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def first_sentence(text):
    paragraph = ' '.join((text or '').strip().split('\n\n')[0].split())
    return re.split(r'(?<=[.])\s', paragraph)[0]


def default_of(entry):
    """The sample stands for defaults that differ between hosts."""
    value = entry.get('sample_default')
    value = entry.get('default') if value is None else value
    if isinstance(value, list):
        return [str(item) for item in value]
    return value if isinstance(value, PLAIN) else None


def option(entry):
    fields = {
        'type': entry['type'],
        'default': default_of(entry),
        'min': entry.get('min'),
        'max': entry.get('max'),
        'choices': [str(choice[0]) for choice in entry.get('choices', []) if choice[0] is not None] or None,
        'removal': first_sentence(entry.get('deprecated_reason')) if entry.get('deprecated_for_removal') else None,
        'help': first_sentence(entry.get('help')),
    }
    return {name: value for name, value in fields.items() if value is not None}


def authentication_options():
    """Options of all authentication plug-ins; a section that chooses one by `auth_type` takes those of the plug-in."""
    try:
        from keystoneauth1 import loading
    except ImportError:
        return {}
    loaders = loading.get_available_plugin_loaders().values()
    found = {item.dest: item for loader in loaders for item in loader.get_options()}
    return {name: {'type': 'string value', 'help': first_sentence(item.help)} for name, item in found.items()}


def catalogue(namespaces):
    data = generated(namespaces)
    sections = {}
    for group, found in data['options'].items():
        options = {entry['dest']: option(entry) for entry in found['opts']}
        if 'auth_type' in options:
            options = {**authentication_options(), **options}
        sections[group] = {'options': options}
        if found.get('dynamic_group_owner'):
            sections[group]['repeatedBy'] = found['dynamic_group_owner']
    for group, old in data['deprecated_options'].items():
        renamed = {item['name'].replace('-', '_'): [item['replacement_group'], item['replacement_name'].replace('-', '_')] for item in old}
        sections.setdefault(group, {'options': {}})['renamed'] = renamed
    return {'version': 1, 'sections': sections}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--namespace', action='append', required=True)
    parser.add_argument('--free', action='append', default=[], help='a section that may hold further options')
    parser.add_argument('--everywhere', action='append', default=[], help='an option that any section may hold')
    arguments = parser.parse_args()
    result = catalogue(arguments.namespace)
    for name in arguments.free:
        result['sections'].setdefault(name, {'options': {}})['free'] = True
    result['everywhere'] = sorted(arguments.everywhere)
    json.dump(result, sys.stdout, sort_keys=True, separators=(',', ':'))
    print()


if __name__ == '__main__':
    main()
