import { createRoot } from 'react-dom/client';
import { elder, setElder } from '../shared/elder';
import { language, setLanguage } from '../shared/texts';
import '../shared/form/form.css';
import './apply.css';
import './progress.css';
import './steps.css';
import { App } from './app';

setLanguage(language.get());
setElder(elder.get());
createRoot(document.getElementById('root')!).render(<App />);
