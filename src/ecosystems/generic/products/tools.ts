import type { Product } from '../product.ts';

/** Programs of a command line. */
export const TOOLS: readonly Product[] = [
  {
    name: 'busybox',
    cpes: ['busybox:busybox'],
    programs: [
      {
        files: ['busybox', 'busybox.static'],
        versions: [
          {
            anchor: 'BusyBox v',
            version: /^BusyBox v(?<version>1\.\d{1,2}\.\d{1,2})(?:[.-][\w.-]{1,20})?(?: \(|\0)/,
          },
        ],
      },
    ],
  },
  {
    name: 'bash',
    cpes: ['gnu:bash'],
    programs: [
      {
        files: ['bash'],
        versions: [
          {
            anchor: '@(#)Bash version ',
            version: /version (?<version>\d\.\d{1,2}\.\d{1,3})\(\d{1,3}\) /,
          },
        ],
      },
    ],
  },
  {
    name: 'git',
    cpes: ['git-scm:git', 'git:git'],
    bitnami: 'git',
    programs: [
      {
        files: ['git'],
        versions: [
          { anchor: 'git/2.', version: /^git\/(?<version>2\.\d{1,2}\.\d{1,2})(?:\.rc\d)?\0/ },
        ],
      },
    ],
  },
  {
    name: 'gcc',
    cpes: ['gnu:gcc'],
    programs: [
      {
        files: ['gcc', 'g++', { prefix: 'gcc-', rest: /^\d{1,2}$/ }],
        versions: [
          {
            anchor: '\0gcc version %s',
            before: 80,
            version: /\0(?<version>\d{1,2}\.\d{1,2}\.\d{1,2})\0\([^()\0]{1,60}\) ?\0gcc version/,
          },
          { anchor: 'GCC: (GNU) ', version: /\(GNU\) (?<version>\d{1,2}\.\d{1,2}\.\d{1,2})\0/ },
        ],
      },
    ],
  },
  {
    name: 'ffmpeg',
    cpes: ['ffmpeg:ffmpeg'],
    programs: [
      {
        files: ['ffmpeg', 'ffprobe', 'ffplay'],
        versions: [
          {
            anchor: '%s version ',
            version: /version n?(?<version>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?:-[\w.+~:-]{1,40})?\0/,
          },
        ],
      },
      {
        files: [{ prefix: 'libavutil.so', rest: /^[\d.]{0,12}$/ }],
        versions: [
          {
            anchor: 'FFmpeg version ',
            version: /version n?(?<version>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?:-[\w.+~:-]{1,40})?\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'jq',
    cpes: ['jqlang:jq', 'jq_project:jq'],
    programs: [
      {
        files: ['jq'],
        versions: [
          {
            anchor: '\0jq: error (at %s)',
            before: 40,
            version: /\0(?<version>1\.\d{1,2}(?:\.\d{1,2})?)\0[^\0]{0,16}\0[^\0]{0,8}\0jq: error/,
          },
          {
            anchor: '\0jq-1.',
            version: /^\0jq-(?<version>1\.\d{1,2}(?:\.\d{1,2})?)\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'gzip',
    cpes: ['gnu:gzip'],
    programs: [
      {
        files: ['gzip'],
        unless: 'BusyBox v',
        versions: [
          {
            anchor: '\0bad pack level\0',
            version: /^\0bad pack level\0(?<version>1\.\d{1,2})\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'xz',
    cpes: ['tukaani:xz'],
    programs: [
      {
        files: ['xz'],
        versions: [
          { anchor: 'xz (XZ Utils) ', version: /Utils\) (?<version>\d\.\d{1,2}\.\d{1,2})\0/ },
        ],
      },
    ],
  },
  {
    name: 'zstd',
    cpes: ['facebook:zstandard'],
    programs: [
      {
        files: ['zstd'],
        versions: [
          {
            anchor: '\0Yann Collet\0',
            version: /^\0Yann Collet\0v(?<version>1\.\d{1,2}\.\d{1,2})\0/,
          },
          {
            anchor: '\0Zstandard CLI',
            before: 24,
            version: /\0v(?<version>1\.\d{1,2}\.\d{1,2})\0{1,8}Zstandard CLI/,
          },
        ],
      },
    ],
  },
  {
    name: 'rsync',
    cpes: ['samba:rsync'],
    programs: [
      {
        files: ['rsync'],
        versions: [
          {
            anchor: '\0copyright\0url\0',
            before: 24,
            version: /\0(?<version>3\.\d{1,2}\.\d{1,2})\0copyright/,
          },
          { anchor: 'rsync  version 3.', version: /version (?<version>3\.\d{1,2}\.\d{1,2})\b/ },
        ],
      },
    ],
  },
  {
    name: 'sudo',
    cpes: ['sudo_project:sudo'],
    programs: [
      {
        files: ['sudo'],
        versions: [
          {
            anchor: '\0Sudo version %s\n\0',
            version: /\n\0(?<version>1\.\d{1,2}\.\d{1,2}(?:p\d{1,2})?)\0/,
          },
        ],
      },
    ],
  },
  {
    name: 'wp-cli',
    cpes: ['wp-cli:wp-cli'],
    bitnami: 'wp-cli',
    programs: [
      {
        files: ['wp', 'wp-cli.phar'],
        versions: [
          {
            anchor: 'wp-cli/wp-cli ',
            version: /wp-cli (?<version>\d\.\d{1,2}\.\d{1,2}) \d{4}-/,
          },
        ],
      },
    ],
  },
  {
    name: 'chrome',
    cpes: ['google:chrome'],
    programs: [
      {
        files: ['chrome', 'chromium', 'headless_shell'],
        versions: [
          {
            anchor: '\0Videos\0',
            version: /^\0Videos\0(?<version>\d{2,3}\.0\.\d{4,5}\.\d{1,3})\0/,
          },
          { anchor: 'Chrome/', version: /^Chrome\/(?<version>\d{2,3}\.0\.\d{4,5}\.\d{1,3})\0/ },
        ],
      },
    ],
  },
  {
    name: 'firefox',
    cpes: ['mozilla:firefox'],
    programs: [
      {
        files: ['application.ini'],
        versions: [
          {
            anchor: '[App]',
            after: 400,
            version:
              /^\[App\]\r?\nVendor=Mozilla\r?\nName=Firefox\r?\n(?:[^\n]{1,60}\n){0,4}?Version=(?<version>\d{1,3}\.\d{1,2}(?:\.\d{1,2})?(?:[ab]\d{1,2})?(?:esr)?)\r?\n/,
          },
        ],
      },
    ],
  },
];
