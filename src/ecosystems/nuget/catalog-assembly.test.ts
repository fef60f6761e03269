import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteViewOf } from '../byte-view.ts';
import { catalogerTests } from '../cataloger.contract.ts';
import { samplePe } from '../executable-samples.contract.ts';
import { packageLines, packagesIn } from '../found-packages.contract.ts';
import { nugetAssembly } from './catalog-assembly.ts';
import { versionStrings } from './version-resource.ts';

const PATH = 'opt/tool/Newtonsoft.Json.dll';
const NEWTONSOFT = {
  CompanyName: 'Newtonsoft',
  FileVersion: '13.0.3.27908',
  InternalName: 'Newtonsoft.Json.dll',
  OriginalFilename: 'Newtonsoft.Json.dll',
  ProductName: 'Json.NET',
  ProductVersion: '13.0.3+0a2e291c0d9c0c7675d445703e51750363a549ef',
};

/** The fifteenth data directory of a file of 64 bit. */
const CLR = 64 + 24 + 112 + 14 * 8;

catalogerTests(nugetAssembly, [{ [PATH]: assemblyOf(NEWTONSOFT) }]);

test('an assembly is of the package that has its name, in the version of the product', async () => {
  const [found] = await packagesIn(nugetAssembly, PATH, assemblyOf(NEWTONSOFT));
  assert.ok(found);
  assert.equal(`${found.name} ${found.version}`, 'Newtonsoft.Json 13.0.3');
  assert.equal(found.confidence, 'heuristic');
  assert.deepEqual(
    versionStrings(byteViewOf([assemblyOf(NEWTONSOFT)])),
    new Map(Object.entries(NEWTONSOFT)),
  );
});

test('versions that are no package’s, texts of languages and native libraries are left out', async () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['log4net.dll', '2.0.15.0', ['log4net 2.0.15']],
    ['Serilog.dll', '3.0.0-dev-01772', ['Serilog 3.0.0-dev-01772']],
    ['A.dll', '1.2.3.4', ['A 1.2.3.4']],
    ['A.dll', '4.8.4161.0 built by: NET48REL1', ['A 4.8.4161']],
    ['A.dll', 'unknown', []],
    ['A.resources.dll', '1.0.0', []],
    ['A.exe', '1.0.0', []],
    ['', '1.0.0', []],
  ];
  for (const [InternalName, ProductVersion, expected] of rows) {
    const assembly = assemblyOf({ InternalName, ProductVersion });
    assert.deepEqual(await packageLines(nugetAssembly, PATH, assembly), expected, ProductVersion);
  }
  const native = assemblyOf(NEWTONSOFT);
  native.fill(0, CLR, CLR + 8);
  assert.deepEqual(await packageLines(nugetAssembly, PATH, native), []);
  assert.deepEqual(await packageLines(nugetAssembly, 'opt/tool/a.exe', assemblyOf(NEWTONSOFT)), []);
});

/** A PE file of .NET with a version resource of these strings. */
function assemblyOf(strings: Readonly<Record<string, string>>): Buffer {
  const fixed = Buffer.alloc(52);
  const rows = Object.entries(strings).map(([key, text]) =>
    node(key, Buffer.from(`${text}\0`, 'utf16le'), [], text.length + 1),
  );
  const info = node('StringFileInfo', Buffer.alloc(0), [node('000004b0', Buffer.alloc(0), rows)]);
  const resource = node('VS_VERSION_INFO', fixed, [info]);
  const file = samplePe({ sections: { '.rsrc': Buffer.concat([Buffer.alloc(16), resource]) } });
  file.writeUInt32LE(0x2008, CLR);
  return file;
}

/** Length, length of the value, type, key, value, children: each begins at a multiple of four. */
function node(
  key: string,
  value: Buffer,
  children: readonly Buffer[],
  valueLength: number = value.length,
): Buffer {
  const numbers = Buffer.alloc(6);
  let bytes = Buffer.concat([numbers, Buffer.from(`${key}\0`, 'utf16le')]);
  for (const part of [value, ...children]) bytes = Buffer.concat([padded(bytes), part]);
  bytes.writeUInt16LE(bytes.length, 0);
  bytes.writeUInt16LE(valueLength, 2);
  return bytes;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
