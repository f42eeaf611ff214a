import '#web/api/zodSetup.ts';
import '#web/ui/tokens.css';
import '#web/ui/fonts.css';
import '#web/ui/base.css';
import { render } from 'preact';
import { loadMe } from '#web/api/session.ts';
import { App } from '#web/app.tsx';
import { registerServiceWorker } from '#web/ui/appUpdate.tsx';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
render(<App />, root);
void loadMe();
registerServiceWorker();
