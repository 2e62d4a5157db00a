// The page calls DigitsPage; there is nothing to do before.
return;
