// Plain syntax and no imports: this file must load in any Node.js, to be able to say that it is too old.

/** Whether this Node.js is new enough; says so on stderr when it is not. */
export function hasNodeVersion(major, minor) {
  const parts = process.versions.node.split('.').map(Number);
  const enough = parts[0] > major || (parts[0] === major && parts[1] >= minor);
  if (!enough) process.stderr.write('Node.js ' + major + '.' + minor + ' or newer is needed; this is ' + process.versions.node + ' (' + process.execPath + ').\n');
  return enough;
}
