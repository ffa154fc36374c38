import { randomInt } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A new bootstrap token in kubeadm's form, from the system's random source. */
export function newToken(): string {
  return `${word(6)}.${word(16)}`;
}

function word(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
