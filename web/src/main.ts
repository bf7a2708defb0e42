// What starts the browser client?

import '@fontsource-variable/figtree';
import './ui/tokens.css';
import './ui/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { applyLocale } from './i18n/locale';
import { theme } from './state/theme.svelte';

applyLocale(document.documentElement);
theme.start();
const target = document.querySelector('#app');
if (target) mount(App, { target });
