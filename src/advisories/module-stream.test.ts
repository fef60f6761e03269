import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moduleStreamsOf } from './module-stream.ts';

const FIXED = ['1:14.21.3-1.module_el8.7.0+3551+a9c6d1e8'];

test('the title of a modular erratum names its stream, or two', () => {
  const titles = {
    'Moderate: nodejs:14 security, bug fix, and enhancement update': ['nodejs:14'],
    'Important: container-tools:rhel8 security update': ['container-tools:rhel8'],
    'Moderate: python39:3.9 and python39-devel:3.9 security update': [
      'python39:3.9',
      'python39-devel:3.9',
    ],
    'perl-IO-Socket-SSL:2.066 and perl-libwww-perl:6.34 update': [
      'perl-IO-Socket-SSL:2.066',
      'perl-libwww-perl:6.34',
    ],
  };
  for (const [title, streams] of Object.entries(titles)) {
    assert.deepEqual(moduleStreamsOf(title, FIXED), streams);
  }
});

test('a title without a stream leaves the line of the fixed version', () => {
  const fixed = ['2.5.9-107.module_el8.4.0+2483+7d05d97f'];
  assert.deepEqual(moduleStreamsOf('Moderate: ruby security update', fixed), ['ruby:2.5']);
});

test('a title without a stream leaves the line of the package that the module is called after', () => {
  const packages = [
    { name: 'rubygem-json', fixedVersions: ['2.1.0-112.module+el8.10.0+1839+f1f156ae'] },
    { name: 'ruby', fixedVersions: ['2.5.9-112.module+el8.10.0+1839+f1f156ae'] },
  ];
  const fixed = packages[0]?.fixedVersions ?? [];
  assert.deepEqual(moduleStreamsOf('Moderate: ruby security update', fixed, packages), [
    'ruby:2.5',
  ]);
  const ds = [{ name: '389-ds-base-libs', fixedVersions: ['1.4.3.39-7.module+el8.10.0+1832+2f'] }];
  const other = ['0.1-1.module+el8.10.0+1832+2f'];
  assert.deepEqual(moduleStreamsOf('Important: 389-ds security update', other, ds), ['389-ds:1.4']);
});

test('streams that are called after one number, or after none, are called so', () => {
  const titles = {
    'Important: varnish security update': ['varnish:14'],
    'Moderate: container-tools security update': ['container-tools:rhel8'],
    'Moderate: go-toolset security update': ['go-toolset:rhel8'],
  };
  for (const [title, streams] of Object.entries(titles)) {
    assert.deepEqual(moduleStreamsOf(title, FIXED), streams);
  }
});

test('an erratum whose fixed release is no module build is not modular', () => {
  assert.deepEqual(moduleStreamsOf('Moderate: nodejs:14 update', ['14.1-1.el8']), []);
});
