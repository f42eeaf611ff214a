import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderFiles } from '#server/static.ts';
import { tempFolder } from '#test/helpers/tempStore.ts';

const folder = tempFolder();
const web = join(folder.path, 'web');
beforeAll(() => {
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<p>');
  writeFileSync(join(web, 'assets', 'main-1a.js'), '1');
  writeFileSync(join(folder.path, 'secret.txt'), 'secret');
});
afterAll(() => folder.remove());

describe('static files', () => {
  it('are read by exact name with their type', async () => {
    const files = folderFiles(web);
    expect(await files?.read('/index.html')).toMatchObject({ contentType: 'text/html; charset=utf-8', immutable: false });
    expect(await files?.read('/assets/main-1a.js')).toMatchObject({ contentType: 'text/javascript; charset=utf-8', immutable: true });
  });

  it('never come from outside the folder', async () => {
    const files = folderFiles(web);
    for (const path of ['/../secret.txt', '/assets/../../secret.txt', '/..%2fsecret.txt', '//secret.txt', '/assets', '', '/index.html\0']) {
      expect(await files?.read(path), path).toBeNull();
    }
  });

  it('are none while the client has not been built', () => {
    expect(folderFiles(join(folder.path, 'nowhere'))).toBeNull();
  });
});
