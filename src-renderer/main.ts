import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './api/bridge.ts';
import { Stores } from './state/stores.svelte.ts';
import './styles/app.css';

const target = document.querySelector('#app');
if (target) mount(App, { target, props: { stores: new Stores(connect()) } });
