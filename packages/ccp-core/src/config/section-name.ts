/** Name of the section of the configuration that a tool package owns: `ccp-installer` owns `installer`. */
export function sectionName(packageName: string): string {
  return packageName.replace(/^.*ccp-/, '');
}
