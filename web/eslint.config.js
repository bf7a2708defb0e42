import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const words = 'Words live in messages/en.json; import their function from i18n/generated.';

/** Selectors that hold in every file. */
const markupFromText = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write', 'srcdoc'].map(
  (property) => ({
    property,
    message: 'Markup never comes from text: build elements instead.',
  }),
);

const templateRules = [
  {
    selector: ':not(SvelteStyleElement) > SvelteText[value=/\\p{L}/u]',
    message: words,
  },
  {
    selector:
      'SvelteAttribute[key.name=/^(aria-label|aria-description|aria-roledescription|title|alt|placeholder|label|text|hint)$/] > SvelteLiteral[value=/\\p{L}/u]',
    message: words,
  },
  {
    selector: 'SvelteElement[kind="html"] SvelteAttribute[key.name="style"]',
    message: 'The content policy refuses style attributes: use a class or a style: directive.',
  },
];

export default ts.config(
  { ignores: ['node_modules/', 'src/i18n/generated/', 'src/wire/generated.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, __PSEUDO_LOCALES__: 'readonly' } },
    rules: {
      'max-lines': ['error', { max: 350, skipBlankLines: true }],
      'no-console': 'error',
      'no-restricted-properties': ['error', ...markupFromText],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true }],
      'no-restricted-syntax': ['error', ...templateRules],
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'off',
    },
  },
  {
    // A screen made of samples has sample words; it is not part of the build.
    files: ['src/gallery/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['src/{wire,gateway,api,call,room,media,e2ee}/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/*.svelte', '**/ui/**', '**/screens/**'],
              message: 'This folder knows no component; a screen reads its state instead.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['tools/**', '*.config.js'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
);
