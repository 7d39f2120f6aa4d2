import { expect, test } from 'vitest';
import { inLanguage } from '../shared/texts';
import { whatWasRead } from './readings';
import { auditTexts } from './texts';

test('what was read is told in words, and what is not known as it stands', () => {
  const t = inLanguage(auditTexts, 'en');
  expect(whatWasRead('case', t)).toBe('The case');
  expect(whatWasRead('material file-7', t)).toBe('Material file file-7');
  expect(whatWasRead('receipt', t)).toBe('receipt');
});
