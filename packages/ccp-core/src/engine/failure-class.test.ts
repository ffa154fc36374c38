import { describe, expect, test } from '@jest/globals';
import { classifyFailure, networkFault } from './failure-class.ts';

describe('class of a failed build', () => {
  test.each([
    'E: Failed to fetch http://mirror/pool/x.deb  Connection reset by peer',
    'Err:3 http://mirror trixie InRelease  Temporary failure resolving mirror',
    'E: Failed to fetch http://mirror/x  Hash Sum mismatch',
    'curl: (6) Could not resolve host: mirror',
    'curl: (22) The requested URL returned error: 503',
    'ERROR: HTTP error 429 while getting https://index/x.whl',
    "requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection'))",
    'pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(host=index): Read timed out.',
    'go: example.org/x@v1: Get "https://proxy": dial tcp: lookup proxy: no such host',
    'verifying module: net/http: TLS handshake timeout',
    'error: Failed to download `x` Caused by: operation timed out',
    'fatal: unable to access: Failed to connect to host port 443',
    'npm error code ECONNRESET',
    '502 Bad Gateway',
  ])('network: %s', (line) => {
    expect(classifyFailure(['before', line, 'ERROR: giving up'])).toBe('network');
    expect(networkFault(['before', line, 'ERROR: giving up'])).toBe(line);
  });

  test.each([
    ['src/x.c:3:10: fatal error: libpq-fe.h: No such file or directory'],
    ['E: Unable to locate package tinny'],
    ['Err:4 http://mirror/x 404  Not Found'],
    ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."],
    ['./main.go:500:12: undefined: x'],
    ['collect2: error: ld returned 1 exit status'],
    ['make: *** [Makefile:503: all] Error 2'],
  ])('step: %s', (line) => {
    expect(classifyFailure(['some output', line, 'exit'])).toBe('step');
  });

  test('the newest telling line decides: a fault that was overcome is not the cause', () => {
    expect(classifyFailure(['W: Connection reset by peer, trying again', 'E: Unable to locate package x'])).toBe('step');
  });

  test("the engine's own message counts when the step wrote nothing", () => {
    expect(classifyFailure([], 'failed to do request: dial tcp: i/o timeout')).toBe('network');
  });
});
