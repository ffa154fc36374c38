import { describe, expect, test } from '@jest/globals';
import { normalised, parseRequirements, pinsOnly, renderRequirements } from './requirements.ts';

const text = `# made by a tool
Zeta.Lib==2.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
alpha==1.0 \\
    --hash=sha256:cc
`;

describe('requirements', () => {
  test('one spelling of a name', () => {
    expect(['PyMySQL', 'zope.interface', 'a__b-.c'].map(normalised)).toEqual(['pymysql', 'zope-interface', 'a-b-c']);
  });

  test('entries keep all their hashes', () => {
    const entries = parseRequirements(text);
    expect([...entries.keys()]).toEqual(['zeta-lib', 'alpha']);
    expect(renderRequirements(entries, ['zeta-lib', 'alpha'])).toBe(
      'alpha==1.0 \\\n    --hash=sha256:cc\nZeta.Lib==2.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n',
    );
  });

  test('pins have no hashes', () => {
    expect(pinsOnly(parseRequirements(text))).toBe('Zeta.Lib==2.0\nalpha==1.0\n');
  });

  test('a name outside the resolution is a fault of ours', () => {
    expect(() => renderRequirements(parseRequirements(text), ['beta'])).toThrow('beta');
  });
});
