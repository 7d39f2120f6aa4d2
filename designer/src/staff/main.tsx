import { createRoot } from 'react-dom/client';
import { elder, setElder } from '../shared/elder';
import { language, setLanguage } from '../shared/texts';
import { App } from './app';
import './staff.css';

setLanguage(language.get());
setElder(elder.get());
createRoot(document.getElementById('root')!).render(<App />);
