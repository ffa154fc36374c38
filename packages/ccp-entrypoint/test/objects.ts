/** An EndpointSlice with one endpoint per given set of conditions. */
export function slice(name: string, endpoints: readonly object[], ports: readonly object[] = [{ port: 3306 }]): object {
  return { metadata: { name }, endpoints: endpoints.map((conditions) => ({ conditions })), ports };
}

/** A Job with `status`. */
export function job(name: string, status: object): object {
  return { metadata: { name }, status };
}

/** A Job status whose condition `type` is true. */
export function condition(type: string, message?: string): object {
  return { conditions: [{ type, status: 'True', message }] };
}
