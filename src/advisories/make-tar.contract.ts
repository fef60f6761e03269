/** A file for makeTar; `type`: its flag, `0` of a regular file. */
export interface TarFile {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly type?: string;
  /** What the header says, where it is not the content's length. */
  readonly size?: number;
}

const BLOCK = 512;

/** A ustar archive as `git archive` writes them, made in code. */
export function makeTar(files: readonly TarFile[]): Buffer {
  const blocks = files.flatMap(({ name, content = '', type = '0', size }) => {
    const data = typeof content === 'string' ? Buffer.from(content) : content;
    const header = Buffer.alloc(BLOCK);
    header.write(name.slice(0, 100), 0);
    header.write('0000644\0' + '0000000\0'.repeat(2), 100);
    header.write(
      `${(size ?? data.length).toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`,
      124,
    );
    header.write(`        ${type}`, 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const padding = Buffer.alloc(-data.length & (BLOCK - 1));
    return [header, data, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}
