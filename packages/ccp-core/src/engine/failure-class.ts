/** `network`: a mirror or the way to it; another try may work. `step`: the same input fails again. */
export type FailureClass = 'network' | 'step';

/** Messages of apt, pip, uv, curl, git, npm, Go and BuildKit when a server or the way to it fails. */
const networkFaults = [
  /connection (reset|refused|timed out|closed|aborted)/i,
  /(reset|closed|aborted) by (the )?(peer|remote|server)/i,
  /remote end closed connection|unexpected eof|incomplete ?read|connection broken/i,
  /temporary failure|temporarily unable|name resolution|could not resolve|no such host|resolving timed out/i,
  /(read|connect|operation|i\/o|tls handshake|request|download) ?timed? ?out/i,
  /network is unreachable|no route to host|unable to connect|failed to connect|cannot initiate the connection/i,
  /hash sum mismatch|mirror sync in progress|file has unexpected size|failed to fetch/i,
  /\b(http|status|error|code|returned error)[^\n]{0,12}\b(429|5\d\d)\b/i,
  /\b(429 too many requests|500 internal server error|502 bad gateway|503 service unavailable|504 gateway timeout)/i,
  /\bE(CONNRESET|TIMEDOUT|AI_AGAIN|CONNREFUSED|SOCKETTIMEDOUT)\b/,
];

/** Messages that look like network faults at first, but hold for every try. */
const lasting = [/\b404\b[^\n]*not found/i, /unable to locate package|has no installation candidate/i];

/** Class of a failed build by the last lines of its step and the engine's message. The newest telling line decides. */
export function classifyFailure(lines: readonly string[], message = ''): FailureClass {
  for (const line of [...lines, message].reverse()) {
    if (lasting.some((pattern) => pattern.test(line))) return 'step';
    if (networkFaults.some((pattern) => pattern.test(line))) return 'network';
  }
  return 'step';
}

/** The line that made {@link classifyFailure} say `network`; undefined when none did. */
export function networkFault(lines: readonly string[], message = ''): string | undefined {
  if (classifyFailure(lines, message) !== 'network') return undefined;
  return [...lines, message].reverse().find((line) => networkFaults.some((pattern) => pattern.test(line)));
}
