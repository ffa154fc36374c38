import { http, tcp, type DaemonSpec } from 'ccp-core';

/** How wide the server is, and where it listens; the configuration of an API has these keys. */
export interface WsgiWidth {
  readonly port: number;
  /** Each loads the application itself. */
  readonly processes: number;
  /** Requests at a time in each process. Default: 1. */
  readonly threads?: number;
}

/** Which application is served, and how it tells that it has started. */
export interface WsgiApplication {
  /** Path that answers 2xx or 3xx without database and cache: these may come up later. */
  readonly health: string;
  /** Name of the service's port. Default: `public`. */
  readonly port?: string;
  /** File of the image that names the application, in `/etc/ccp`. Default: `wsgi.ini`. */
  readonly file?: string;
}

/** What {@link wsgiServer} gives a daemon. */
export type WsgiDaemon = Required<Pick<DaemonSpec, 'command' | 'env' | 'probes'>>;

/**
 * An application under the uWSGI of `openstack-base`. It has started when `health` answers. Afterwards a connection is enough, which the queue of the socket
 * takes while every thread waits for something that is away (a directory, a call to an agent): the only endpoint must not leave the Service then.
 */
export function wsgiServer({ port, processes, threads = 1 }: WsgiWidth, { health, port: portName = 'public', file = 'wsgi.ini' }: WsgiApplication): WsgiDaemon {
  return {
    command: ['uwsgi', '--ini', '/etc/ccp/uwsgi.ini', '--ini', `/etc/ccp/${file}`],
    env: { CCP_WSGI_PORT: String(port), CCP_WSGI_PROCESSES: String(processes), CCP_WSGI_THREADS: String(threads) },
    probes: { started: http(health, portName), ready: tcp(portName), alive: tcp(portName) },
  };
}
