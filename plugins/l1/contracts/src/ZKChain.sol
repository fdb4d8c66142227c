// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {BatchFormat, CommitBatchInfo, StoredBatchInfo} from "./BatchFormat.sol";
import {IDAValidator} from "./IDAValidator.sol";
import {IZKChain} from "./IZKChain.sol";

/// @title One chain: its committed batches and who may commit them
/// @dev Invariants:
/// - executed <= verified <= committed;
/// - storedBatchHash(n) is not zero exactly for n <= committed;
/// - committed batches are one chain of blocks: each begins at the block after its predecessor's
///   last, and time does not go back between them;
/// - a batch names the program it was committed under, and no two programs are pending at once;
/// - no batch holds L1 operations or imported roots, since nothing on L1 gives any out.
contract ZKChain is IZKChain, Ownable2Step {
    using BatchFormat for *;

    /// @dev How old the first block may be when its batch is committed.
    uint256 private constant AGE_MAX_SECONDS = 3 days;

    /// @dev How far the last block may be ahead of L1.
    uint256 private constant LEAD_MAX_SECONDS = 1 hours;

    /// @dev Counters, and the index in _programs that new batches record; one slot.
    struct Totals {
        uint64 committed;
        uint64 verified;
        uint64 executed;
        uint32 program;
    }

    /// @dev What the next batch is checked against besides the stored hash; one slot.
    struct BatchTail {
        uint64 lastBlockNumber;
        uint64 lastBlockTimestamp;
        uint32 program;
    }

    /// @dev One slot.
    struct DataAvailability {
        IDAValidator validator;
        uint8 scheme;
    }

    /// @inheritdoc IZKChain
    uint256 public immutable chainId;

    /// @inheritdoc IZKChain
    address public immutable bridgehub;

    /// @inheritdoc IZKChain
    mapping(address account => bool) public isValidator;

    /// @inheritdoc IZKChain
    mapping(uint256 batchNumber => bytes32) public storedBatchHash;

    mapping(uint256 batchNumber => BatchTail) private _tails;
    Totals private _totals;
    DataAvailability private _da;

    /// @dev Append-only. Entry 0 is zero: the genesis has no program.
    bytes32[] private _programs;

    modifier onlyValidator() {
        if (!isValidator[msg.sender]) {
            revert NotValidator(msg.sender);
        }
        _;
    }

    /// @notice Deployed by the Bridgehub, with the genesis as batch 0.
    constructor(uint256 chainId_, Init memory init) Ownable(init.admin) {
        chainId = chainId_;
        bridgehub = msg.sender;
        storedBatchHash[0] = init.genesisStateCommitment.genesis().storedHash();
        _programs.push(bytes32(0));
        _setProgram(init.programId);
        _setDAValidator(init.daValidator);
        _setValidator(init.validator, true);
    }

    /// @inheritdoc IZKChain
    function commitBatch(StoredBatchInfo calldata last, CommitBatchInfo calldata batch)
        external
        onlyValidator
    {
        Totals memory totals = _totals;
        DataAvailability memory da = _da;
        _checkPlace(totals.committed, last, batch);
        _checkChains(batch, da.scheme);
        _checkBlocks(_tails[totals.committed], batch);
        _checkOperations(batch);

        bytes32 output = batch.outputHash(bytes32(0));
        storedBatchHash[batch.batchNumber] = batch.stored(output).storedHash();
        _tails[batch.batchNumber] =
            BatchTail(batch.lastBlockNumber, batch.lastBlockTimestamp, totals.program);
        _totals.committed = batch.batchNumber;

        emit BlockCommit(batch.batchNumber, batch.newStateCommitment, output);
        emit ReportCommittedBatchRangeZKsyncOS(
            batch.batchNumber, batch.firstBlockNumber, batch.lastBlockNumber
        );
        da.validator.checkDA(chainId, batch.batchNumber, batch.daCommitment, batch.operatorDAInput);
    }

    /// @inheritdoc IZKChain
    function revertBatches(uint64 newLast) external onlyValidator {
        Totals memory totals = _totals;
        if (newLast < totals.executed || newLast >= totals.committed) {
            revert WrongRevertTarget(totals.executed, totals.committed, newLast);
        }
        for (uint256 n = totals.committed; n > newLast; --n) {
            delete storedBatchHash[n];
            delete _tails[n];
        }
        totals.committed = newLast;
        if (totals.verified > newLast) {
            totals.verified = newLast;
        }
        _totals = totals;
        emit BlocksRevert(totals.committed, totals.verified, totals.executed);
    }

    /// @inheritdoc IZKChain
    function setValidator(address validator, bool allowed) external onlyOwner {
        _setValidator(validator, allowed);
    }

    /// @inheritdoc IZKChain
    function setDAValidator(address daValidator) external onlyOwner {
        _setDAValidator(daValidator);
    }

    /// @inheritdoc IZKChain
    function setProgram(bytes32 newProgramId) external onlyOwner {
        if (_totals.committed != _totals.executed) {
            revert BatchesPending(_totals.committed, _totals.executed);
        }
        _setProgram(newProgramId);
    }

    /// @inheritdoc IZKChain
    function getDAValidator() external view returns (address daValidator, uint8 scheme) {
        return (address(_da.validator), _da.scheme);
    }

    /// @inheritdoc IZKChain
    function programId() external view returns (bytes32) {
        return _programs[_totals.program];
    }

    /// @inheritdoc IZKChain
    function totalBatchesCommitted() external view returns (uint256) {
        return _totals.committed;
    }

    /// @inheritdoc IZKChain
    function totalBatchesVerified() external view returns (uint256) {
        return _totals.verified;
    }

    /// @inheritdoc IZKChain
    function totalBatchesExecuted() external view returns (uint256) {
        return _totals.executed;
    }

    /// @inheritdoc IZKChain
    function batchProgramId(uint256 batchNumber) external view returns (bytes32) {
        return _programs[_tails[batchNumber].program];
    }

    /// @inheritdoc IZKChain
    function batchLastBlock(uint256 batchNumber)
        external
        view
        returns (uint64 blockNumber, uint64 timestamp)
    {
        BatchTail memory tail = _tails[batchNumber];
        return (tail.lastBlockNumber, tail.lastBlockTimestamp);
    }

    /// @dev The batch follows the last one that L1 knows.
    function _checkPlace(
        uint64 committed,
        StoredBatchInfo calldata last,
        CommitBatchInfo calldata batch
    ) private view {
        bytes32 known = storedBatchHash[committed];
        bytes32 found = last.storedHash();
        if (found != known) {
            revert WrongLastBatch(known, found);
        }
        if (batch.batchNumber != committed + 1) {
            revert WrongBatchNumber(committed + 1, batch.batchNumber);
        }
    }

    /// @dev The batch is this chain's, settles here, and its pubdata goes where the chain's goes.
    function _checkChains(CommitBatchInfo calldata batch, uint8 scheme) private view {
        if (batch.chainId != chainId) {
            revert WrongChainId(chainId, batch.chainId);
        }
        if (batch.slChainId != block.chainid) {
            revert WrongSettlementLayer(block.chainid, batch.slChainId);
        }
        if (batch.daCommitmentScheme != scheme) {
            revert WrongDAScheme(scheme, batch.daCommitmentScheme);
        }
    }

    /// @dev The batch's blocks follow those of the last batch, in number and in time, and are of
    /// today.
    function _checkBlocks(BatchTail memory tail, CommitBatchInfo calldata batch) private view {
        if (batch.firstBlockNumber != tail.lastBlockNumber + 1) {
            revert WrongFirstBlock(tail.lastBlockNumber + 1, batch.firstBlockNumber);
        }
        if (batch.lastBlockNumber < batch.firstBlockNumber) {
            revert BlocksReversed(batch.firstBlockNumber, batch.lastBlockNumber);
        }
        if (batch.firstBlockTimestamp < tail.lastBlockTimestamp) {
            revert TimestampBeforeLastBatch(tail.lastBlockTimestamp, batch.firstBlockTimestamp);
        }
        if (batch.lastBlockTimestamp < batch.firstBlockTimestamp) {
            revert TimestampsReversed(batch.firstBlockTimestamp, batch.lastBlockTimestamp);
        }
        if (batch.firstBlockTimestamp + AGE_MAX_SECONDS < block.timestamp) {
            revert TimestampTooOld(block.timestamp - AGE_MAX_SECONDS, batch.firstBlockTimestamp);
        }
        uint256 newest = block.timestamp + LEAD_MAX_SECONDS;
        if (batch.lastBlockTimestamp > newest) {
            revert TimestampTooNew(newest, batch.lastBlockTimestamp);
        }
    }

    /// @dev The batch holds L2 transactions and nothing that would have had to come from L1 or
    /// another chain.
    function _checkOperations(CommitBatchInfo calldata batch) private pure {
        if (batch.numberOfLayer1Txs != 0) {
            revert WrongNumberOfLayer1Txs(0, batch.numberOfLayer1Txs);
        }
        if (batch.priorityOperationsHash != BatchFormat.NO_PRIORITY_OPERATIONS) {
            revert WrongPriorityOperationsHash(
                BatchFormat.NO_PRIORITY_OPERATIONS, batch.priorityOperationsHash
            );
        }
        if (batch.dependencyRootsRollingHash != BatchFormat.NO_DEPENDENCY_ROOTS) {
            revert WrongDependencyRoots(
                BatchFormat.NO_DEPENDENCY_ROOTS, batch.dependencyRootsRollingHash
            );
        }
        if (batch.numberOfLayer2Txs == 0) {
            revert NoLayer2Txs();
        }
    }

    function _setValidator(address validator, bool allowed) private {
        isValidator[validator] = allowed;
        emit ValidatorSet(validator, allowed);
    }

    function _setDAValidator(address daValidator) private {
        if (daValidator.code.length == 0) {
            revert NotAContract(daValidator);
        }
        uint8 scheme = IDAValidator(daValidator).scheme();
        _da = DataAvailability(IDAValidator(daValidator), scheme);
        emit DAValidatorSet(daValidator, scheme);
    }

    function _setProgram(bytes32 newProgramId) private {
        if (newProgramId == bytes32(0)) {
            revert ZeroProgramId();
        }
        _totals.program = uint32(_programs.length);
        _programs.push(newProgramId);
        emit ProgramSet(newProgramId);
    }
}
