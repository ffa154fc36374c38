import { describe, expect, test } from '@jest/globals';
import { persistentVolume, volumesSchema, volumesToMake, volumesToWipe } from './volumes.ts';

function existing(...volumes: [node: string, number: number, phase: string][]): ReturnType<typeof volumesSchema.parse> {
  return volumesSchema.parse({
    items: volumes.map(([node, number, phase]) => ({ ...persistentVolume('dev', { node, number }), status: { phase } })),
  });
}

describe('volumes of the nodes', () => {
  test('every node of a new cluster gets all of its volumes', () => {
    expect(volumesToMake('dev', ['dev-1', 'dev-2'], 2, existing())).toEqual([
      { node: 'dev-1', number: 1 },
      { node: 'dev-1', number: 2 },
      { node: 'dev-2', number: 1 },
      { node: 'dev-2', number: 2 },
    ]);
  });

  test('bound and free ones stay as they are', () => {
    expect(volumesToMake('dev', ['dev-1'], 2, existing(['dev-1', 1, 'Bound'], ['dev-1', 2, 'Available']))).toEqual([]);
  });

  test('one whose claim was deleted is replaced under a number that was never used', () => {
    expect(volumesToMake('dev', ['dev-1'], 2, existing(['dev-1', 1, 'Released'], ['dev-1', 2, 'Bound']))).toEqual([{ node: 'dev-1', number: 3 }]);
  });

  test('what a deleted claim left is wiped; what is bound, free or on a node that is gone is not', () => {
    const volumes = existing(['dev-1', 1, 'Released'], ['dev-1', 2, 'Bound'], ['dev-1', 3, 'Available'], ['dev-2', 1, 'Failed'], ['dev-9', 1, 'Released']);
    expect(volumesToWipe('dev', ['dev-1', 'dev-2'], volumes)).toEqual([
      { node: 'dev-1', number: 1 },
      { node: 'dev-2', number: 1 },
    ]);
  });

  test('volumes of others are neither counted nor touched', () => {
    const foreign = volumesSchema.parse({ items: [{ metadata: { name: 'nfs-1' }, status: { phase: 'Available' } }] });
    expect(volumesToMake('dev', ['dev-1'], 1, foreign)).toEqual([{ node: 'dev-1', number: 1 }]);
  });
});
