/** How the kubelet asks a container a question. */
export type Probe =
  | { readonly kind: 'http'; readonly path: string; readonly port: string }
  | { readonly kind: 'tcp'; readonly port: string }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

/** HTTP GET on a declared port (by its name); 200-399 is success. */
export function http(path: string, port: string): Probe {
  return { kind: 'http', path, port };
}

/** A TCP connection to a declared port (by its name). */
export function tcp(port: string): Probe {
  return { kind: 'tcp', port };
}

/** A command in the container; exit 0 is success. */
export function exec(...command: string[]): Probe {
  return { kind: 'exec', command };
}
