/** Starts of `neutron-db-manage`, which reads no default files. */
export function migration(...words: readonly string[]): readonly string[] {
  return ['neutron-db-manage', '--config-file', '/etc/neutron/neutron.conf', '--config-file', '/etc/neutron/ml2_conf.ini', ...words];
}
