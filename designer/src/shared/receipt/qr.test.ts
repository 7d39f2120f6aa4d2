import { encode } from 'uqr';
import { expect, it } from 'vitest';
import { pathOf } from './qr';

it('The path covers exactly the dark squares', () => {
  const { data, size } = encode('https://example.org/apply/progress#510104-20261122-000001.ABCDEFGHJK', { ecc: 'M', border: 4 });
  const drawn = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y, width] of pathOf(data).matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let i = 0; i < Number(width); i++) drawn[Number(y)]![Number(x) + i] = true;
  }
  expect(drawn).toEqual(data);
});
