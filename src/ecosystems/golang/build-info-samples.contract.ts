import { DATA_ADDRESS } from '../executable-samples.contract.ts';

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');

/** As `go version -m` prints them, for tests. */
export const SAMPLE_MODULES: string = [
  'path\texample.com/app/cmd/app',
  'mod\texample.com/app\t(devel)\t',
  'dep\tgithub.com/BurntSushi/toml\tv1.2.0\th1:abc=',
  'dep\tgolang.org/x/net\tv0.1.0\th1:def=',
  '=>\tgithub.com/fork/net\tv0.2.0\th1:ghi=',
  'dep\texample.com/local\tv1.0.0',
  '=>\t./local\t(devel)\t',
  'dep\tgithub.com/docker/docker\tv20.10.7+incompatible\th1:jkl=',
  'build\t-compiler=gc',
  'build\t-ldflags="-s -w -X main.version=1.4.2 -X \'main.date=today now\'"',
  'build\tGOARCH=amd64',
  'build\tGOOS=linux',
  'build\tvcs.revision=0123456789abcdef0123456789abcdef01234567',
  'build\tvcs.time=2024-02-03T04:05:06Z',
  '',
].join('\n');

function framed(modules: string): Buffer {
  const frame = Buffer.alloc(16, 0xf9);
  return Buffer.concat([frame, Buffer.from(modules), frame]);
}

/** The form since Go 1.18: texts behind the header. */
export function inlineBuildInfo(goVersion: string, modules: string = SAMPLE_MODULES): Buffer {
  const header = Buffer.alloc(32);
  MAGIC.copy(header);
  header[14] = 8;
  header[15] = 2;
  return Buffer.concat([header, counted(Buffer.from(goVersion)), counted(framed(modules))]);
}

function counted(text: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = text.length; ; rest >>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    if (rest <= 0x7f) break;
  }
  return Buffer.concat([Buffer.from(length), text]);
}

/** The form before: pointers to Go strings, to be mapped at DATA_ADDRESS. */
export function pointedBuildInfo(
  goVersion: string,
  { is64, littleEndian }: { readonly is64: boolean; readonly littleEndian: boolean },
): Buffer {
  const size = is64 ? 8 : 4;
  const modules = framed(SAMPLE_MODULES);
  const texts = 32 + 4 * size;
  const words = (...values: number[]) =>
    Buffer.concat(
      values.map((value) => {
        const word = Buffer.alloc(size);
        word.writeUInt32BE(value, size - 4);
        return littleEndian ? Buffer.from(word.toReversed()) : word;
      }),
    );
  const header = Buffer.alloc(32);
  MAGIC.copy(header);
  header[14] = size;
  header[15] = littleEndian ? 0 : 1;
  words(DATA_ADDRESS + 32, DATA_ADDRESS + 32 + 2 * size).copy(header, 16);
  const first = DATA_ADDRESS + texts;
  const strings = words(first, goVersion.length, first + goVersion.length, modules.length);
  return Buffer.concat([header, strings, Buffer.from(goVersion), modules]);
}
