import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../api';
import type { DraftFile } from './draft';
import { ChecksumDiffers, Uploads } from './upload';

const hashOfAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const answer = (sha256: string) => ({ fileId: 'f1', name: 'abc.txt', contentType: 'text/plain', size: 3, sha256 });
const abc = () => new File(['abc'], 'abc.txt', { type: 'text/plain' });

/** Resolves when the uploads have changed into what is waited for. */
const until = (uploads: Uploads, holds: () => boolean) =>
  new Promise<void>((resolve) => {
    if (holds()) return resolve();
    const end = uploads.follow(() => {
      if (!holds()) return;
      end();
      resolve();
    });
  });

describe('An upload', () => {
  it('is handed over when the checksum of what arrived is that of the file', async () => {
    const done: DraftFile[] = [];
    const uploads = new Uploads((f) => done.push(f), async () => answer(hashOfAbc));
    uploads.add([abc()], 'plan');
    await until(uploads, () => done.length === 1 || uploads.get().length === 0);
    expect(done).toEqual([{ ...answer(hashOfAbc), material: 'plan' }]);
  });

  it('fails when something else arrived', async () => {
    const uploads = new Uploads(() => undefined, async () => answer('00'));
    uploads.add([abc()], 'plan');
    await until(uploads, () => uploads.get()[0]?.state === 'failed');
    expect(uploads.get()[0]?.error).toBeInstanceOf(ChecksumDiffers);
  });

  it('is tried again under the same key after a broken connection', async () => {
    const keys: string[] = [];
    const uploads = new Uploads(() => undefined, async (_, key) => {
      keys.push(key);
      if (keys.length === 1) throw new ApiProblem(0, 'network', '');
      return answer(hashOfAbc);
    });
    uploads.add([abc()], 'plan');
    await until(uploads, () => uploads.get()[0]?.state === 'failed');
    uploads.retry(uploads.get()[0]!.id);
    await until(uploads, () => uploads.get().length === 0);
    expect(keys[0]).toBe(keys[1]);
  });

  it('that is cancelled is never handed over, and makes room for the next', async () => {
    const done: DraftFile[] = [];
    const uploads = new Uploads((f) => done.push(f), (file, _, signal) =>
      file.name === 'abc.txt' ? new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))) : Promise.resolve({ ...answer(hashOfAbc), name: file.name }));
    uploads.add([abc(), abc(), new File(['abc'], 'third.txt')], 'plan');
    expect(uploads.get().map((u) => u.state)).toEqual(['sending', 'sending', 'waiting']);
    uploads.cancel(uploads.get()[0]!.id);
    await until(uploads, () => done.length === 1);
    expect(done[0]?.name).toBe('third.txt');
    expect(uploads.get().map((u) => u.state)).toEqual(['sending']);
  });
});
