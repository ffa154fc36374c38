"""check-requirements.py WHEEL LOCK...: fails when a requirement of the wheel is not met by the pins of the locks."""
import email
import sys
import zipfile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def pins(files):
    found = {}
    for file in files:
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                name, separator, version = line.split(" ")[0].strip().partition("==")
                if separator:
                    found[canonicalize_name(name)] = version
    return found


def requirements(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(name))
    for text in metadata.get_all("Requires-Dist") or []:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement


def main(wheel, *locks):
    locked = pins(locks)
    faults = []
    for requirement in requirements(wheel):
        version = locked.get(canonicalize_name(requirement.name))
        if version is None:
            faults.append(f"{requirement} is not locked")
        elif not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"{requirement} is locked at {version}")
    for fault in faults:
        print(f"requirement of the source that the lock does not meet: {fault}")
    if faults:
        sys.exit("Lock the requirements anew with: npx nx run ccp-openstack-base:lock")


main(*sys.argv[1:])
