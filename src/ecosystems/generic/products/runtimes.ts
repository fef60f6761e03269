import type { Product } from '../product.ts';

/** The advisory namespace of the Node.js project's own list. */
export const NODEJS = 'Node.js';

/** Interpreters and what runs other languages' programs. */
export const RUNTIMES: readonly Product[] = [
  {
    name: 'node',
    cpes: ['nodejs:node.js', 'nodejs:nodejs'],
    bitnami: 'node',
    ownAdvisories: NODEJS,
    programs: [
      {
        files: ['node', 'nodejs', 'node.exe'],
        versions: [
          {
            anchor: 'https://nodejs.org/download/release/v',
            version: /release\/v(?<version>\d{1,3}\.\d{1,3}\.\d{1,3})\//,
          },
          {
            anchor: 'node.js/v',
            version: /^node\.js\/v(?<version>\d{1,3}\.\d{1,3}\.\d{1,3})(?![\d.])/,
          },
          { anchor: 'node v0.', version: /^node v(?<version>0\.\d{1,3}\.\d{1,3})\0/ },
          {
            anchor: '\0--enable-ssl2\0',
            before: 32,
            version: /\0v(?<version>0\.\d{1,3}\.\d{1,3})\0--enable-ssl2/,
          },
        ],
      },
    ],
  },
  {
    name: 'python',
    cpes: ['python:python', 'python_software_foundation:cpython'],
    bitnami: 'python',
    programs: [
      {
        files: [
          { prefix: 'python', rest: /^(?<series>[23]\.\d{1,2})[a-z]{0,2}(?:\.exe)?$/ },
          {
            prefix: 'libpython',
            rest: /^(?<series>[23]\.\d{1,2})[a-z]{0,2}\.(?:so(?:\.\d{1,2}){0,2}|dylib)$/,
          },
        ],
        versions: [
          {
            anchor: '\0{series}.',
            version: /^\0(?<version>\d\.\d{1,2}\.\d{1,3}(?:(?:a|b|rc)\d{1,2})?)\+?\0/,
          },
        ],
      },
      {
        files: ['patchlevel.h'],
        versions: [
          {
            anchor: '#define PY_VERSION',
            version:
              /^#define PY_VERSION[ \t]{1,20}"?(?<version>\d\.\d{1,2}\.\d{1,3}(?:(?:a|b|rc)\d{1,2})?)\+?"?\s/,
          },
        ],
      },
    ],
  },
  {
    name: 'pypy',
    cpes: [],
    programs: [
      {
        files: [{ prefix: 'libpypy', rest: /^[\d.]{0,4}-c\.so$/ }],
        versions: [
          { anchor: '[PyPy ', version: /^\[PyPy (?<version>\d{1,2}\.\d{1,2}\.\d{1,2})[ -]/ },
        ],
      },
    ],
  },
  {
    name: 'ruby',
    cpes: ['ruby-lang:ruby'],
    bitnami: 'ruby',
    programs: [
      {
        files: [
          'ruby',
          { prefix: 'ruby', rest: /^\d\.\d{1,2}$/ },
          { prefix: 'libruby', rest: /^[\w.-]{0,20}\.so(?:\.\d{1,2}){0,3}$/ },
        ],
        versions: [
          {
            anchor: 'ruby ',
            version:
              /^ruby (?<version>(?:1\.\d\.\dp\d{1,4})|\d\.\d{1,2}\.\d{1,2}(?:(?:preview|rc)\d)?)(?:p-?\d{1,4})? \(\d{4}-/,
          },
        ],
      },
    ],
  },
  {
    name: 'php',
    cpes: ['php:php', 'php_group:php'],
    bitnami: 'php',
    programs: [
      {
        files: [
          'php',
          'php-cgi',
          'php-fpm',
          'libphp.so',
          { prefix: 'php', rest: /^-?(?:fpm|cgi)?\d\.?\d{0,2}$/ },
          { prefix: 'libphp', rest: /^[\d.]{1,6}\.so$/ },
        ],
        versions: [
          {
            anchor: 'X-Powered-By: PHP/',
            version:
              /PHP\/(?<version>\d{1,2}\.\d{1,2}\.\d{1,2}(?:(?:alpha|beta|RC)\d{1,2})?)(?:-[\w.+~]{1,40})?\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'perl',
    cpes: ['perl:perl'],
    programs: [
      {
        // Not `perl5.36.0`: Debian's is a hard link, for which the whole layer would be read twice.
        files: ['perl'],
        versions: [
          { anchor: '/perl5/5.', version: /^\/perl5\/(?<version>5\.\d{1,2}\.\d{1,2})(?:\/|\0)/ },
          { anchor: '/perl/5.', version: /^\/perl\/(?<version>5\.\d{1,2}\.\d{1,2})(?:\/|\0)/ },
        ],
      },
    ],
  },
  {
    name: 'lua',
    cpes: ['lua:lua'],
    bitnami: 'lua',
    programs: [
      {
        files: [
          'lua',
          { prefix: 'lua', rest: /^5\.\d$/ },
          { prefix: 'liblua', rest: /^[\d.-]{0,8}so[\d.]{0,8}$/ },
        ],
        versions: [
          { anchor: '$LuaVersion: Lua ', version: /Lua (?<version>5\.\d\.\d{1,2})[^\d.]/ },
        ],
      },
    ],
  },
  {
    name: 'deno',
    cpes: ['deno:deno', 'denoland:deno'],
    programs: [
      {
        files: ['deno', 'deno.exe'],
        versions: [
          {
            anchor: 'Deno/',
            version: /^Deno\/(?<version>\d\.\d{1,3}\.\d{1,3})(?:[+\0]|cli|[A-Z])/,
          },
          {
            anchor: 'deno-',
            version:
              /^deno-(?:canary\/)?[0-9a-f]{40}(?<version>\d\.\d{1,3}\.\d{1,2})(?:dlw|release\/)/,
          },
          {
            anchor: 'already installed\n',
            version: /^already installed\n(?<version>\d\.\d{1,2}\.\d{1,2})[0-9a-f]{40}DENO/,
          },
        ],
      },
    ],
  },
  {
    name: 'bun',
    cpes: [],
    programs: [
      {
        files: ['bun', 'bun.exe'],
        versions: [
          {
            anchor: 'Bun v',
            version: /^Bun v(?<version>\d\.\d{1,3}\.\d{1,3})[\n\0 ]/,
          },
          { anchor: 'bun-v', version: /^bun-v(?<version>\d\.\d{1,3}\.\d{1,3})[\n\0/]/ },
        ],
      },
    ],
  },
  {
    name: 'dart',
    cpes: ['dart:dart_software_development_kit'],
    programs: [
      {
        files: ['dart', 'dart.exe'],
        versions: [
          {
            anchor: ' (',
            before: 48,
            after: 48,
            version:
              /\0(?<version>\d\.\d{1,2}\.\d{1,3}(?:-[\w.]{1,24})?) \((?:stable|beta|dev|main)\) \([A-Z][a-z]{2} [A-Z][a-z]{2} /,
          },
        ],
      },
    ],
  },
  {
    name: 'erlang',
    cpes: ['erlang:erlang/otp', 'erlang:otp'],
    programs: [
      {
        files: ['erlexec', 'beam.smp', 'liberts_internal.a'],
        versions: [
          {
            anchor: '/otp_src_',
            version: /^\/otp_src_(?<version>\d{2}\.\d{1,3}(?:\.\d{1,3}){0,3})\//,
          },
          {
            anchor: 'Erlang/OTP ',
            before: 48,
            after: 208,
            version: /(?:\0(?<version>\d{2}\.\d{1,3}(?:\.\d{1,3}){0,3})\0{1,20}Erlang\/OTP \d{2})/,
          },
          {
            anchor: '[async-threads:%d] [',
            version: /%s\]\n\0(?<version>\d{2}\.\d{1,3}(?:\.\d{1,3}){0,3})\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'julia',
    cpes: [],
    programs: [
      {
        files: [{ prefix: 'libjulia-internal.so', rest: /^[\d.]{0,12}$/ }],
        versions: [
          {
            anchor: '\0julia version %s\n\0',
            before: 40,
            version: /\0(?<version>\d\.\d{1,2}\.\d{1,2}(?:-\w{1,12})?)\0julia version/,
          },
          {
            anchor: '\0branch\0commit\0',
            before: 40,
            version: /\0(?<version>\d\.\d{1,2}\.\d{1,2}(?:-\w{1,12})?)\0branch/,
          },
        ],
      },
    ],
  },
  {
    name: 'haskell/ghc',
    purl: 'generic/haskell/ghc',
    cpes: [],
    programs: [
      {
        files: ['ghc', { prefix: 'ghc-', rest: /^\d{1,2}\.\d{1,2}\.\d{1,2}$/ }],
        versions: [
          { anchor: 'libHSghc-', version: /-ghc(?<version>\d{1,2}\.\d{1,2}\.\d{1,2})\.so\0/ },
        ],
      },
    ],
  },
  {
    name: 'haskell/cabal',
    purl: 'generic/haskell/cabal',
    cpes: [],
    programs: [
      {
        files: ['cabal'],
        versions: [
          {
            anchor: '/cabal-install-',
            version: /^\/cabal-install-(?<version>\d{1,2}\.\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)-/,
          },
          {
            anchor: 'Cabal-',
            version: /^Cabal-(?<version>\d{1,2}\.\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)-inplace:/,
          },
        ],
      },
    ],
  },
  {
    name: 'rust',
    cpes: ['rust-lang:rust'],
    programs: [
      {
        files: [{ prefix: 'libstd-', rest: /^[0-9a-f]{16}\.(?:so|dylib)$/ }],
        versions: [
          {
            anchor: 'c 1.',
            version: /^c (?<version>1\.\d{1,3}\.\d{1,2}) \([0-9a-f]{9} \d{4}-\d\d-\d\d\)/,
          },
          {
            anchor: 'rustc version 1.',
            version: /version (?<version>1\.\d{1,3}\.\d{1,2}) \([0-9a-f]{9} \d{4}-\d\d-\d\d\)/,
          },
        ],
      },
    ],
  },
  {
    name: 'go',
    cpes: ['golang:go'],
    module: 'toolchain',
    programs: [
      {
        files: ['go', 'go.exe'],
        versions: [
          {
            anchor: '\0go1.',
            version: /^\0go(?<version>1\.\d{1,2}(?:\.\d{1,2})?(?:(?:rc|beta)\d)?)\0/,
          },
        ],
      },
      {
        files: ['VERSION', 'VERSION.cache'],
        versions: [
          {
            anchor: 'go1.',
            before: 6,
            version:
              /^(?:devel )?go(?<version>1\.\d{1,2}(?:\.\d{1,2})?(?:(?:rc|beta)\d)?(?:-[0-9a-f]{7,12})?)(?:\s|$)/,
          },
        ],
      },
    ],
  },
];
