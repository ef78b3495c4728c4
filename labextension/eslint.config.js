import tseslint from 'typescript-eslint';

export default tseslint.config(...tseslint.configs.recommendedTypeChecked, {
  languageOptions: {
    parserOptions: { project: './tsconfig.eslint.json', tsconfigRootDir: import.meta.dirname }
  },
  rules: {
    '@typescript-eslint/no-non-null-assertion': 'off',
    '@typescript-eslint/unbound-method': 'off',
    eqeqeq: 'error',
    'no-console': ['error', { allow: ['warn', 'debug'] }],
    'max-lines': ['error', 420]
  }
});
