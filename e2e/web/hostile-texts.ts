/** What strangers write to make a page run it; each calls `alert`, which would also leave `window.ran`. */
const RUN = 'alert(ran=1)';

/** One line each, of at most 80 characters that may stand in a name for people. */
export const HOSTILE_NAMES: readonly string[] = [
  `<script>${RUN}</script>`,
  `"><img src=x onerror=${RUN}>`,
  `' onmouseover=${RUN} autofocus onfocus=${RUN} '`,
  `javascript:${RUN}`,
  `<svg/onload=${RUN}>`,
  `</title></textarea></style><iframe src=javascript:${RUN}>`,
  `{{constructor.constructor('${RUN}')()}}`,
  `\${${RUN}} <%= ${RUN} %> #{${RUN}}`,
  `[x](javascript:${RUN}) ![y](https://elsewhere.example/${RUN}.png)`,
  `<a href="data:text/html,<script>${RUN}</script>">x</a>`,
  `%3Cscript%3E${RUN}%3C/script%3E &lt;script&gt;`,
  `zero\u200Bwidth \uFEFF${RUN} ta\u{E0067}\u{E0073}`,
  `constructor __proto__ ${RUN}`,
  `${RUN}${'W'.repeat(68)}`,
];

/** What only images and advisories can hold: they are not asked. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...HOSTILE_NAMES,
  `${RUN}\u202Egnp.exe\u2066 \u2069`,
  `\u001B]8;;http://elsewhere.example\u0007${RUN}\u009B2J`,
  `java\nscript\t:${RUN}`,
  `${RUN}${'long'.repeat(500)}`,
];

/** Markdown, with every way to get a link, a picture or markup into it. */
export const HOSTILE_MARKDOWN: string = `# ${HOSTILE_NAMES.join('\n\n')}

[a](javascript:${RUN}) [b](JaVaScRiPt:${RUN}) [c](java&#115;cript:${RUN}) [d](data:text/html;base64,PHNjcmlwdD4=)
[e](vbscript:${RUN}) [f][ref] [g](//elsewhere.example) [h](\u0001javascript:${RUN}) <javascript:${RUN}>
![i](https://elsewhere.example/i.png) ![j](javascript:${RUN}) [![k](x)](javascript:${RUN}) [l](file:///etc/passwd)

[ref]: javascript:${RUN}

<img src=https://elsewhere.example/m.png onerror=${RUN}><style>*{display:none}</style><base href=//elsewhere.example>
<meta http-equiv=refresh content="0;url=https://elsewhere.example"><form action=//elsewhere.example><input autofocus onfocus=${RUN}>
<math><mtext><table><mglyph><style><img src=x onerror=${RUN}></style></mglyph></table></mtext></math>

| a<svg onload=${RUN}> | ${'b'.repeat(2_000)} |
|---|---|
| \`<script>${RUN}</script>\` | \u202Eturned\u202C <b onclick=${RUN}>b</b> |

\`\`\`html" onload=${RUN}
<script>${RUN}</script> ${'w'.repeat(2_000)}
\`\`\`

${'>'.repeat(9)} deep ${'['.repeat(300)}
`;
