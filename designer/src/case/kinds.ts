export type PreviewKind = 'image' | 'text' | 'pdf' | 'none';

const images = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp'];
const plain = ['text/plain', 'text/csv', 'application/json'];

/** What may be shown in the page; everything else, markup and drawings with scripts too, can only be downloaded. */
export function previewKind(contentType: string): PreviewKind {
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  if (images.includes(type)) return 'image';
  if (plain.includes(type)) return 'text';
  return type === 'application/pdf' ? 'pdf' : 'none';
}
