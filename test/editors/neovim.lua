-- What Neovim gets of our server and does with it. Run by neovim.test.ts: nvim --headless --clean -S neovim.lua, in a copy of the sample.
-- SMS_CONFIG: the configuration as docs/editors.md has it. SMS_RESULT: where the results go, as JSON.
local results, LIMIT = { notified = { got = {} } }, 15000

dofile(os.getenv('SMS_CONFIG'))
vim.notify = function(text) table.insert(results.notified.got, text) end

local thread
-- Neovim does what it does between two looks.
local function wait(what, holds)
  local waited = 0
  while not holds() do
    if waited >= LIMIT then error('this did not happen: ' .. what) end
    waited = waited + 20
    vim.defer_fn(function() coroutine.resume(thread) end, 20)
    coroutine.yield()
  end
end

local function open(file) vim.cmd((vim.fn.bufloaded(file) == 1 and 'silent buffer ' or 'silent edit ') .. file) end
local function text() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') end
-- Puts the cursor on the first place of `words` at or after line `from`, `more` bytes further.
local function go(words, from, more)
  vim.fn.cursor(from or 1, 1)
  assert(vim.fn.search('\\V' .. words, 'cW') > 0, words .. ' stands in ' .. vim.fn.expand('%'))
  vim.fn.cursor(vim.fn.line('.'), vim.fn.col('.') + (more or 0))
end
local function replace(from, to)
  go(from)
  local line = vim.api.nvim_get_current_line()
  local at = line:find(from, 1, true)
  vim.api.nvim_set_current_line(line:sub(1, at - 1) .. to .. line:sub(at + #from))
end
local function here() return vim.fn.expand('%:.') end
local function found(code)
  return vim.tbl_filter(function(each) return code == nil or each.code == code end, vim.diagnostic.get(0))
end
local function listed()
  return vim.tbl_map(function(item)
    return { file = item.bufnr > 0 and vim.fn.fnamemodify(vim.fn.bufname(item.bufnr), ':.') or '', line = item.lnum, text = item.text }
  end, vim.fn.getqflist())
end
local function ask(what, request)
  vim.fn.setqflist({})
  request()
  wait(what, function() return #vim.fn.getqflist() > 0 end)
  vim.cmd('cclose')
  return listed()
end

local steps = {
  { 'capabilities', function()
    open('catalogue/services.yaml')
    wait('the client runs', function() return next(vim.lsp.buf_get_clients(0)) ~= nil end)
    local _, client = next(vim.lsp.buf_get_clients(0))
    wait('the client is initialized', function() return client.initialized end)
    return vim.tbl_keys(client.server_capabilities)
  end },
  { 'diagnostics', function()
    replace('owner: ROLE-MAIL', 'owner: ROLE-MIAL')
    wait('a finding', function() return #found('role-unknown-or-vacant') > 0 end)
    local one = found('role-unknown-or-vacant')[1]
    local line = vim.api.nvim_buf_get_lines(0, one.lnum, one.lnum + 1, true)[1]
    return { on = line:sub(one.col + 1, one.end_col), source = one.source, severity = one.severity, message = one.message }
  end },
  -- The finding of the step before is mended.
  { 'codeAction', function()
    local offered
    vim.ui.select = function(items, options, choose)
      offered = vim.tbl_map(options.format_item, items)
      choose(items[1], 1)
    end
    go('ROLE-MIAL')
    vim.lsp.buf.code_action()
    wait('the text is mended', function() return text():find('owner: ROLE-MAIL', 1, true) ~= nil end)
    wait('the finding goes', function() return #found('role-unknown-or-vacant') == 0 end)
    return { offered = offered }
  end },
  { 'bom', function()
    open('marked.md')
    wait('a finding', function() return #found('ref-unresolved-or-obsolete') > 0 end)
    local one = found('ref-unresolved-or-obsolete')[1]
    return { line = one.lnum, from = one.col, to = one.end_col, first = #vim.tbl_filter(function(each) return each.lnum == 0 end, found()) }
  end },
  { 'hover', function()
    open('agreements/sla-boreal.yaml')
    go('SVC-MAIL')
    vim.lsp.buf.hover()
    local function float()
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then return window end
      end
    end
    wait('a window over the text', function() return float() ~= nil end)
    local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float()), 0, -1, true)
    vim.api.nvim_win_close(float(), true)
    return table.concat(lines, '\n')
  end },
  { 'definition', function()
    open('agreements/sla-boreal.yaml')
    go('SVC-MAIL')
    vim.lsp.buf.definition()
    wait('another file', function() return here() ~= 'agreements/sla-boreal.yaml' end)
    return { file = here(), line = vim.api.nvim_get_current_line(), on = vim.api.nvim_get_current_line():sub(vim.fn.col('.')) }
  end },
  { 'references', function()
    open('catalogue/services.yaml')
    go('SVC-ERP', vim.fn.search('\\V- id: SVC-ERP'))
    return ask('references', vim.lsp.buf.references)
  end },
  { 'documentSymbol', function()
    open('catalogue/services.yaml')
    return ask('symbols', vim.lsp.buf.document_symbol)
  end },
  { 'workspaceSymbol', function()
    return ask('symbols', function() vim.lsp.buf.workspace_symbol('SLA-BOREAL') end)
  end },
  { 'completion', function()
    open('catalogue/services.yaml')
    vim.o.completeopt = 'menuone,noselect'
    go('owner: ROLE-WORK')
    -- As typed: change the value to its first letters, complete, take the one that fits.
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('WCROLE-WO<C-x><C-o>', true, false, true), 't', false)
    wait('a menu', function() return vim.fn.pumvisible() == 1 end)
    local items = vim.tbl_map(function(item) return item.word end, vim.fn.complete_info({ 'items' }).items)
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('<C-n><C-y><Esc>', true, false, true), 't', false)
    wait('the mode of commands', function() return vim.api.nvim_get_mode().mode == 'n' end)
    return { items = items, line = vim.api.nvim_get_current_line() }
  end },
  { 'renameFile', function()
    open('records/incidents/INC-2841.yaml')
    go('INC-2841', vim.fn.search('\\V' .. 'id: INC-2841'))
    vim.lsp.buf.rename('INC-2900')
    wait('the file has another name', function() return vim.fn.filereadable('records/incidents/INC-2900.yaml') == 1 end)
    vim.cmd('silent wall')
    return vim.fn.filereadable('records/incidents/INC-2841.yaml')
  end },
  { 'rename', function()
    open('catalogue/services.yaml')
    go('SVC-ERP', vim.fn.search('\\V- id: SVC-ERP'))
    vim.lsp.buf.rename('SVC-ORDERS')
    wait('the new name', function() return text():find('- id: SVC-ORDERS', 1, true) ~= nil end)
    -- The files that were not open are loaded one after the other.
    local changed = vim.tbl_filter(function(buffer) return vim.bo[buffer].modified end, vim.api.nvim_list_bufs())
    vim.cmd('silent wall')
    wait('all is saved', function() return #vim.tbl_filter(function(buffer) return vim.bo[buffer].modified end, vim.api.nvim_list_bufs()) == 0 end)
    return { buffers = #changed }
  end },
}

thread = coroutine.create(function()
  for _, step in ipairs(steps) do
    local name, run = unpack(step)
    -- No pcall: in this Lua nobody can yield across one that is not the coroutine's own.
    local inner = coroutine.create(run)
    while true do
      local ok, value = coroutine.resume(inner)
      if not ok then results[name] = { failed = value } break end
      if coroutine.status(inner) == 'dead' then results[name] = { got = value } break end
      coroutine.yield()
    end
  end
  vim.fn.writefile({ vim.fn.json_encode(results) }, os.getenv('SMS_RESULT'))
  vim.cmd('qall!')
end)
vim.defer_fn(function() coroutine.resume(thread) end, 0)
