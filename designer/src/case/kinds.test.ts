import { expect, test } from 'vitest';
import { previewKind } from './kinds';

test('pictures, plain text and PDF are shown in the page', () => {
  expect(previewKind('image/png')).toBe('image');
  expect(previewKind('text/plain; charset=utf-8')).toBe('text');
  expect(previewKind('application/pdf')).toBe('pdf');
});

test('what could carry scripts is for download only', () => {
  for (const type of ['image/svg+xml', 'text/html', 'application/xhtml+xml', 'application/zip', '']) expect(previewKind(type)).toBe('none');
});
