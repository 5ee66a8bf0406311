// What a page must hold to. Exceptions are patterns that govuk-frontend tested with assistive technology and that we mirror.
import { defineConfig } from 'html-validate';

export default defineConfig({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    // fieldset role="group": JAWS leaves out a description otherwise
    'no-redundant-role': 'off',
    // a link that looks like a button, and the notification banner as a region
    'prefer-native-element': ['error', { exclude: ['button', 'region'] }],
    'void-style': ['error', { style: 'omit' }],
  },
});
